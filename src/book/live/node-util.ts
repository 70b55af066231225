// What the kernel's words for values and errors take of Node's util, where there is no Node.
import type * as extracted from "node-inspect-extracted";
import { of } from "./loader";

/** Words are asked for that the part "inspect" has, which is not here yet. */
export class Wordless extends Error {}

const words = (): typeof extracted => {
  const there = of<typeof extracted>("node-inspect-extracted");
  if (!there.inspect) throw new Wordless();
  return there;
};

export const inspect = (value: unknown): string => words().inspect(value);

/** What `console` prints: as Node has it, words and numbers even before that part is here. */
export function formatted(values: readonly unknown[]): string {
  const isPlain = (value: unknown): boolean => Object(value) !== value && typeof value !== "symbol";
  const [first, ...others] = values;
  const directs = typeof first === "string" && others.length > 0 && /%[sdifjoOc%]/.test(first);
  if (!values.every(isPlain) || directs) return words().formatWithOptions({}, ...values);
  return values.map(plain).join(" ");
}

const plain = (value: unknown): string =>
  Object.is(value, -0) ? "-0" : typeof value === "bigint" ? `${value}n` : String(value);

export const types = { isNativeError: (value: unknown): boolean => value instanceof Error };
