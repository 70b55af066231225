import { afterEach, expect, test, vi } from "vitest";
import { luFactor } from "../../src/numerics/lu";
import {
  hermitianEigenvalues,
  symmetricEigen,
  symmetricEigenvalues,
} from "../../src/numerics/symmetric-eigen";
import { noise } from "../support/random";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** A module loaded afresh where there is no WebAssembly. */
async function withoutWebAssembly<T>(load: () => Promise<T>): Promise<T> {
  vi.resetModules();
  vi.stubGlobal("WebAssembly", undefined);
  const { kernel } = await import("../../src/numerics/wasm.js");
  expect(kernel()).toBeNull();
  return load();
}

test.each([
  [12, 12],
  [13, 13],
  [21, 15],
  [21, 16],
  [40, 1],
  [97, 97],
])(
  "the factors of %i equations, %i of them eliminated, have the bits of the plain loops",
  async (n, steps) => {
    const plain = await withoutWebAssembly(() => import("../../src/numerics/lu.js"));
    const a = Float64Array.from({ length: n * n }, noise(n));
    for (let i = 0; i < n; i += 3) a[i * n] = 0;
    const [fast, slow] = [a.slice(), a.slice()];
    const [order, slowOrder] = [new Int32Array(n), new Int32Array(n)];
    expect(luFactor(fast, n, order, steps)).toBe(plain.luFactor(slow, n, slowOrder, steps));
    expect(fast).toEqual(slow);
    expect(order).toEqual(slowOrder);
  },
);

test("equations without a solution are noticed by the kernel, too", () => {
  expect(luFactor(new Float64Array(400), 20, new Int32Array(20))).toBe(0);
});

test.each([16, 17, 63, 70, 150, 515])(
  "eigenproblems of order %i are solved as by the plain loops",
  async (n) => {
    const plain = await withoutWebAssembly(() => import("../../src/numerics/symmetric-eigen.js"));
    const next = noise(n);
    const [a, y] = [new Float64Array(n * n), new Float64Array(n * n)];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        a[i * n + j] = a[j * n + i] = next();
        if (j === i) continue;
        y[i * n + j] = next();
        y[j * n + i] = -y[i * n + j];
      }
    }
    const rounding = n * 2 ** -50; // of a norm below √n, with gaps that are not small
    const [fast, slow] = [symmetricEigen(a, n), plain.symmetricEigen(a, n)];
    expect(worst(fast.values, slow.values)).toBeLessThan(rounding);
    expect(worst(fast.vectors, slow.vectors)).toBeLessThan(1e3 * rounding);
    expect(worst(symmetricEigenvalues(a, n), slow.values)).toBeLessThan(rounding);
    expect(worst(hermitianEigenvalues(a, y, n), plain.hermitianEigenvalues(a, y, n))).toBeLessThan(rounding);
  },
);

const worst = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);

async function solveRing(sites: number, baths: readonly { site: number; coupling?: number }[]) {
  const { ringModel } = await import("../../src/model/model.js");
  const { ohmicBath } = await import("../../src/baths/bath.js");
  const { steadyState } = await import("../../src/states/steady-state.js");
  const fields = Array.from({ length: sites }, (_, l) => [0, 2, 1][l] ?? 0);
  const { real, imag, certificate, bathHeat } = steadyState(
    ringModel({ sites, spinsUp: sites / 2, interaction: 2.19, fields }),
    baths.map((bath, i) => ohmicBath({ temperature: 2 - i / 2, ...bath })),
  );
  return { real, imag, certificate, bathHeat };
}

test.each([
  ["of four sites between two baths", 4, [{ site: 1 }, { site: 3 }]],
  ["of six sites between two baths", 6, [{ site: 1 }, { site: 4 }]],
  ["of eight sites between two baths", 8, [{ site: 1 }, { site: 5 }]],
  ["of six with one bath", 6, [{ site: 2 }]],
  ["of six with two baths at one site and a third", 6, [{ site: 1 }, { site: 1 }, { site: 4 }]],
  [
    "between strong baths",
    6,
    [
      { site: 1, coupling: 0.3 },
      { site: 4, coupling: 0.3 },
    ],
  ],
])("a ring %s has the same state without WebAssembly", async (_, sites, baths) => {
  const fast = await solveRing(sites, baths);
  const plain = await withoutWebAssembly(() => solveRing(sites, baths));
  expect(worst(fast.real, plain.real)).toBeLessThan(1e-12);
  expect(worst(fast.imag, plain.imag)).toBeLessThan(1e-12);
  expect(fast.certificate.residual).toBeLessThan(1e-11);
  // both are bounds; how much a space of floats has seen amplified is less than one of doubles has
  for (const part of ["populations", "currents"] as const) {
    const ratio = fast.certificate.accuracy[part] / plain.certificate.accuracy[part];
    expect(Math.abs(Math.log2(ratio)), part).toBeLessThan(1);
  }
});
