import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { rateSlopes, transitionRate } from "../../src/baths/rates";
import type { BathCoupling } from "../../src/equations/generator";
import { levelChange, transitionChange } from "../../src/equations/transition-change";
import { expectClose, largest } from "../support/close";
import { noise } from "../support/random";

const bath = ohmicBath({ site: 1, temperature: 1.3, cutoff: 4 });
const rate = transitionRate(bath);
const still = { temperature: 0, coupling: 0, cutoff: 0 };

/** A random symmetric matrix. */
function symmetric(n: number, seed: number): Float64Array {
  const next = noise(seed);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = next();
  return a;
}

function system(energies: number[]) {
  const n = energies.length;
  const operator = symmetric(n, 7);
  const transition = operator.map((s, i) => s * rate(energies[Math.floor(i / n)] - energies[i % n]));
  const coupling: BathCoupling = {
    bath: 0,
    operator,
    transition,
    spins: new Float64Array(n),
    fastest: 1,
    steepest: 1,
  };
  return { n, e: Float64Array.from(energies), v: symmetric(n, 8), s: operator, coupling };
}

/** The sum over divided differences as it stands. */
function spelledOut({ n, e, v, s }: ReturnType<typeof system>): Float64Array {
  const slope = rateSlopes(bath).energy;
  const divided = (x: number, y: number) => (x === y ? slope(x) : (rate(x) - rate(y)) / (x - y));
  const out = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++)
      for (let c = 0; c < n; c++) {
        out[a * n + b] += v[a * n + c] * s[c * n + b] * divided(e[a] - e[b], e[c] - e[b]);
        out[a * n + b] -= s[a * n + c] * v[c * n + b] * divided(e[a] - e[b], e[a] - e[c]);
      }
  return out;
}

test.each([
  ["apart", [-5, -3.3, -1, 0.2, 2.7, 4], 1e-13],
  ["with a pair of levels 1e-3 apart", [-5, -3.3, -1, -0.999, 2.7, 4], 1e-12],
  // closer, and the differences themselves lose digits
  ["with three levels 2e-6 apart", [-5, -1.000002, -1, -0.999998, 2.7, 4], 1e-9],
  ["with three levels 1e-5 and 3e-6 apart", [-5, -1.00001, -1, -0.999997, 2.7, 4], 1e-9],
])("dS̃ is the sum over divided differences, for levels %s", (_, energies, tolerance) => {
  const { e, v, coupling, ...rest } = system(energies);
  const found = transitionChange(coupling, e, bath, levelChange({ real: v }, e, [bath]), still).real;
  const expected = spelledOut({ e, v, coupling, ...rest });
  expectClose(found, expected, tolerance * largest(expected));
});

test("a smooth change of H and of the bath at once is the sum of both", () => {
  const { e, v, coupling } = system([-5, -3.3, -1, 0.2, 2.7, 4]);
  const speeds = { temperature: 0.3, coupling: -0.002, cutoff: 1.5 };
  const both = transitionChange(coupling, e, bath, levelChange({ real: v }, e, [bath]), speeds).real;
  const first = transitionChange(coupling, e, bath, levelChange({ real: v }, e, [bath]), still).real;
  const second = transitionChange(coupling, e, bath, null, speeds).real;
  expectClose(
    both,
    first.map((x, i) => x + second[i]),
    1e-15,
  );
  expect(largest(second)).toBeGreaterThan(1e-3);
});

test("a cutoff so small that its square is zero changes nothing", () => {
  const tiny = { ...bath, cutoff: 1e-200 };
  const { e, coupling } = system([-5, 0.2, 4]);
  const change = transitionChange(coupling, e, tiny, null, { ...still, cutoff: 1 }).real;
  expect([...change]).toEqual(new Array(9).fill(0));
});
