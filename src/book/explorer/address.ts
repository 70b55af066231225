// The state of the explorer in the address of the page, so that a point can be linked: `#delta=2.19&h2=2&…` on the ring
// of the paper, and the description of any other model as JSON, `#{"sites":…,"bonds":…}`.

import type { ModelDescription } from "../../description";
import { echo, InputError } from "../../input/guards";
import { drawn } from "./graph-edit";
import { checkKnob, DEFAULTS, KNOBS, type Parameters } from "./parameters";

/** The fragment of a point, with its `#`. */
export function addressOf(parameters: Parameters | ModelDescription): string {
  if ("baths" in parameters) {
    return `#${encodeURI(JSON.stringify(parameters)).replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29"))}`;
  }
  return `#${KNOBS.map(({ key }) => `${key}=${parameters[key]}`).join("&")}`;
}

/**
 * The description of a model in a fragment; undefined where it holds none.
 *
 * @throws InputError in the words of `modelFromDescription`
 */
export function descriptionOf(fragment: string): ModelDescription | undefined {
  const text = decoded(fragment).replace(/^#/, "");
  if (!text.startsWith("{")) return undefined;
  let description: ModelDescription;
  try {
    description = JSON.parse(text);
  } catch {
    throw new InputError(`${echo(text)} is cut off or garbled`);
  }
  drawn(description);
  return description;
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

/** A fragment without its percent signs. */
export function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    throw new InputError(`${echo(fragment)} is cut off or garbled`);
  }
}
