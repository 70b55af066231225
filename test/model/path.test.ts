// What a path names, and what is said of one that names nothing.
import { expect, test } from "vitest";
import { findParameter, type ParameterList } from "../../src/input/path";

const names = ["interaction"];
const lists: Record<string, ParameterList> = {
  fields: { length: 4, noun: "site" },
  baths: { length: 1, noun: "bath", fields: (index) => (index === 0 ? ["temperature", "coupling"] : []) },
  bonds: { length: 0, noun: "bond", fields: () => ["exchange"] },
};
const find = (path: string) => findParameter(path, names, lists);

test("a name, an entry and a field of an entry are found, counted from 1 and returned from 0", () => {
  expect(find("interaction")).toEqual({ index: 0, field: "interaction" });
  expect(find("fields.1")).toEqual({ list: "fields", index: 0, field: "" });
  expect(find("fields.4")).toEqual({ list: "fields", index: 3, field: "" });
  expect(find("baths.1.coupling")).toEqual({ list: "baths", index: 0, field: "coupling" });
});

const all = "there are interaction, fields.1 and so on to fields.4, baths.1.temperature";
test.each([
  ["", all],
  ["temperature", all],
  ["fields", all],
  ["fields.", all],
  ["fields.1.2.3", all],
  ["toString.1", all],
  ["fields.0", "there is no site 0, they count from 1 to 4"],
  ["fields.5", "there is no site 5, they count from 1 to 4"],
  ["fields.01", "there is no site 01, they count from 1 to 4"],
  ["fields.1.5", "fields.1 is a number"],
  ["baths.1", "a bath has temperature, coupling"],
  ["baths.1.site", "a bath has temperature, coupling"],
])("%j is no parameter, and it is said what is", (path, said) => {
  expect(find(path)).toBe(said);
});
