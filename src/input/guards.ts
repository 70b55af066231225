// Guards for everything a user passes in: one grammar, `<field> must be <what is allowed>, got <value>`.
import { entry, findParameter, type ParameterList, type Place } from "./path";

/** Why there is no result; programs tell errors apart by it, never by their words. */
export type ErrorCode =
  | "bad-input"
  | "not-unique"
  | "not-converged"
  | "ill-conditioned"
  | "too-large"
  | "beyond-range"
  | "interrupted";

/** What has to be said about a result that stands nevertheless. */
export interface Warning {
  /** what it is about, by which programs tell warnings apart */
  readonly code: "negative-probability" | "negative-entropy-production" | "beyond-range" | "not-settled";
  /** the same as a sentence, which may change */
  readonly message: string;
}

const BRAND = Symbol.for("spin-ring.InputError");

/**
 * Input that cannot be used, or has no result that can be vouched for; the message is one line that names the field,
 * what is allowed and the value.
 */
export class InputError extends Error {
  /** True of this error from another copy of the library as well, as when ESM and CommonJS meet. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
  /** always "InputError" */
  override name = "InputError";
  constructor(
    message: string,
    /** what kind of complaint it is, by which programs tell errors apart */
    readonly code: ErrorCode = "bad-input",
  ) {
    super(message);
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** The code of whatever was thrown; what is no InputError comes from a function of the user's own, or from a full memory. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof InputError) return error.code;
  return error instanceof RangeError && /allocation|array length/i.test(error.message)
    ? "too-large"
    : "bad-input";
}

/** Throws the one-line complaint that `field` had to be `allowed` but was `value`. */
export function refuse(field: string, allowed: string, value: unknown): never {
  throw new InputError(`${field} must be ${allowed}, got ${echo(value)}`);
}

/** Beyond this, products of a few numbers overflow. */
const LARGEST = 1e100;

/** A finite number, optionally bounded below. */
export function checkNumber(field: string, value: unknown, minimum?: number, exclusive = false): number {
  const bounded = minimum === undefined ? "" : exclusive ? ` above ${minimum}` : ` of at least ${minimum}`;
  if (typeof value !== "number" || !Number.isFinite(value)) refuse(field, `a finite number${bounded}`, value);
  if (minimum !== undefined && (exclusive ? value <= minimum : value < minimum)) {
    refuse(field, `a finite number${bounded}`, value);
  }
  if (Math.abs(value) > LARGEST) refuse(field, `a number of at most ${LARGEST} in size`, value);
  return value;
}

/** An integer in a closed range. */
export function checkInteger(field: string, value: unknown, low: number, high: number): number {
  if (!Number.isInteger(value) || (value as number) < low || (value as number) > high) {
    refuse(field, `an integer from ${low} to ${high}`, value);
  }
  return value as number;
}

/** A list of finite numbers of a given length. */
export function checkNumbers(field: string, value: unknown, length: number): number[] {
  if (!Array.isArray(value)) refuse(field, `a list of ${length} numbers`, value);
  if (value.length !== length) {
    throw new InputError(`${field} must be a list of ${length} numbers, got ${value.length} of them`);
  }
  const numbers: number[] = [];
  for (let i = 0; i < length; i++) numbers.push(checkNumber(entry(field, i), value[i]));
  return numbers;
}

/** A grid of two or more finite numbers, each larger than the one before it. */
export function checkGrid(grid: unknown): void {
  const allowed = "a list of two or more ascending numbers";
  if (!Array.isArray(grid) || grid.length < 2) refuse("grid", allowed, grid);
  for (let i = 0; i < grid.length; i++) {
    checkNumber(entry("grid", i), grid[i]);
    if (i > 0 && grid[i] <= grid[i - 1]) refuse("grid", allowed, grid);
  }
}

/** The place that a path leads to, among parameters and lists of them. */
export function checkParameter(
  path: string,
  names: readonly string[],
  lists: Readonly<Record<string, ParameterList>>,
): Place {
  const place = findParameter(path, names, lists);
  if (typeof place !== "string") return place;
  throw new InputError(`${/^[\w.]{1,60}$/.test(path) ? path : echo(path)} is no parameter: ${place}`);
}

/** A plain object none of whose fields is unknown. */
export function checkObject(
  name: string,
  value: unknown,
  fields: readonly string[],
): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(name, "an object", value);
  for (const key of Object.keys(value)) {
    if (!fields.includes(key)) {
      throw new InputError(`${name} has no field ${echo(key)}: it takes ${fields.join(", ")}`);
    }
  }
  return value as Record<string, unknown>;
}

/** A value as it stands in a complaint: one line, at most 60 characters. */
export function echo(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "number") return String(value); // JSON has no NaN and no Infinity
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = "an object that is not plain data";
  }
  text = text.replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
