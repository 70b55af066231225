// How a value is named, by users and to them: a parameter "interaction", an entry of a list "fields.2", a field of an
// entry "baths.1.temperature". Lists count from 1. Axes of sweeps, directions of sensitivities and complaints speak so.

/** The path of an entry of a list, `index` from 0. */
export const entry = (list: string, index: number): string => `${list}.${index + 1}`;

/** A list of parameters that paths can lead into. */
export interface ParameterList {
  readonly length: number;
  /** what one entry is called */
  readonly noun: string;
  /** the parameters of an entry; without them the entries are numbers themselves */
  readonly fields?: (index: number) => readonly string[];
}

/** Where a path leads: to a parameter by name, to an entry of a list, or to a field of an entry; `index` from 0. */
export interface Place {
  readonly list?: string;
  readonly index: number;
  readonly field: string;
}

/**
 * Where a path leads among parameters and lists of them; why it is no parameter, in words, if it leads nowhere.
 *
 * @example findParameter("fields.2", ["interaction"], { fields: { length: 4, noun: "site" } }) // { list: "fields", index: 1, … }
 */
export function findParameter(
  path: string,
  names: readonly string[],
  lists: Readonly<Record<string, ParameterList>>,
): Place | string {
  if (names.includes(path)) return { index: 0, field: path };
  const [list, number = "", field = "", ...more] = path.split(".");
  if (number === "" || more.length > 0 || !Object.hasOwn(lists, list)) {
    return `there are ${[...names, ...Object.entries(lists).flatMap(listed)].join(", ")}`;
  }
  const { length, noun, fields } = lists[list];
  if (!/^[1-9]\d*$/.test(number) || Number(number) > length) {
    return `there is no ${noun} ${number}, they count from 1 to ${length}`;
  }
  const index = Number(number) - 1;
  const known = fields?.(index) ?? [""];
  if (known.includes(field)) return { list, index, field };
  return fields ? `a ${noun} has ${known.join(", ")}` : `${list}.${number} is a number`;
}

/** A list in a complaint: its first path, and how far it goes. */
function listed([list, { length, fields }]: [string, ParameterList]): string[] {
  if (length === 0) return [];
  const [field] = fields?.(0) ?? [];
  const path = field === undefined ? `${list}.1` : `${list}.1.${field}`;
  return [length > 1 ? `${path} and so on to ${list}.${length}` : path];
}
