// The state of the explorer in the address of the page, `#delta=2.19&h2=2&…`, so that a point can be linked.
import { echo, InputError } from "../../input/guards";
import { checkKnob, DEFAULTS, KNOBS, type Parameters } from "./parameters";

/** The fragment of a point, with its `#`. */
export function addressOf(parameters: Parameters): string {
  return `#${KNOBS.map(({ key }) => `${key}=${parameters[key]}`).join("&")}`;
}

/**
 * The point in a fragment; what it leaves out takes its default.
 *
 * @throws InputError naming the key, what is allowed and the value
 * @example parametersOf("#delta=2.19&up=2").delta // 2.19
 */
export function parametersOf(fragment: string): Parameters {
  const found: Partial<Record<keyof Parameters, number>> = {};
  for (const part of decoded(fragment).replace(/^#/, "").split("&")) {
    if (part === "") continue;
    const [key, text = ""] = part.split("=");
    const knob = KNOBS.find((one) => one.key === key);
    if (!knob) {
      const keys = KNOBS.map((one) => one.key).join(", ");
      throw new InputError(`the link has no place for ${echo(key)}: it takes ${keys}`);
    }
    if (found[knob.key] !== undefined) throw new InputError(`${key} stands twice in the link`);
    found[knob.key] = checkKnob(
      knob,
      /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text,
    );
  }
  return { ...DEFAULTS, ...found };
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    throw new InputError(`${echo(fragment)} is cut off or garbled`);
  }
}
