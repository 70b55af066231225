// The claims about larger rings rest on the physics too: with the baths swapped, what has a direction falls.
import { expect, test } from "vitest";
import { evaluateClaims } from "../../src/paper/evaluate";
import { largerRingClaims } from "../../src/paper/larger-ring-claims";
import { swappedTemperatures } from "./worlds";

test("with the hot bath on the other side the spin current turns the other way, and all stays positive", () => {
  const asked = largerRingClaims.filter(({ id }) => ["14d", "14e", "14h"].includes(id));
  const entries = evaluateClaims(swappedTemperatures, undefined, asked);
  expect(entries.map(({ id, verdict }) => [id, verdict])).toEqual([
    ["14d", "not"],
    ["14e", "not"],
    ["14h", "replicated"],
  ]);
});
