// What a refusal says and its code, from what was found: which digits are left, what could be done.
import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { refusal } from "../../src/states/refusal";

const system = {
  model: ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }),
  baths: [ohmicBath({ site: 1, temperature: 2 })],
  asked: 1e-6,
};
const found = (populations: number, currents: number, rest: object = {}) => ({
  accuracy: { populations, currents },
  residual: 3e-5,
  converged: true,
  ...rest,
});

test("what another method knows well enough is left to that one", () => {
  const lost = found(1, 1);
  const { code, message } = refusal(system, lost, found(1e-6, 1e-6));
  expect([code, message]).toEqual([
    "ill-conditioned",
    'this method does not know the steady state well enough, method "auto" does',
  ]);
  for (const known of [found(1.1e-6, 1e-7), found(1e-7, 1.1e-6)]) {
    expect(refusal(system, lost, known).message).toMatch(/^the steady state is known too badly/);
  }
});

test("nothing found, or a second solution, means that the state is not unique", () => {
  for (const { code, message } of [
    refusal(system),
    refusal(system, found(1, 1, { singular: true })),
    refusal(system, undefined, found(1, 1)),
  ]) {
    expect(code).toBe("not-unique");
    expect(message).toMatch(/^the steady state is not unique: the baths leave some levels alone/);
  }
});

test("iterations that did not arrive say how far they came", () => {
  const { code, message } = refusal(system, found(1, 1, { converged: false }));
  expect(code).toBe("not-converged");
  expect(message).toMatch(/4 sites with 2 spins up was not reached \(residual 3\.0e-5\)/);
});

test("of digits, those that are left are counted, and the rate that is lost is named", () => {
  const { code, message } = refusal(system, found(3e-5, 0.2));
  expect(code).toBe("ill-conditioned");
  expect(message).toMatch(
    /populations to 4 digits and heat currents to 0 digits .* where 6 digits are asked/,
  );
  expect(message).toMatch(/: its slowest rates are lost/);
  const worse = refusal(system, found(1, Number.POSITIVE_INFINITY, { weakest: [3, 5] })).message;
  expect(worse).toMatch(/populations not at all and heat currents not at all/);
  expect(worse).toMatch(/: the rate from level 3 to level 5 is lost/);
});
