import { afterEach, expect, test, vi } from "vitest";
import { luFactor } from "../../src/numerics/lu";
import { symmetricEigen } from "../../src/numerics/symmetric-eigen";
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

test.each([16, 17, 63, 70, 150])("eigenvectors of order %i have the bits of the plain loops", async (n) => {
  const plain = await withoutWebAssembly(() => import("../../src/numerics/symmetric-eigen.js"));
  const next = noise(n);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = next();
  const [fast, slow] = [symmetricEigen(a, n), plain.symmetricEigen(a, n)];
  expect(fast.values).toEqual(slow.values);
  expect(fast.vectors).toEqual(slow.vectors);
});

test("without WebAssembly a whole steady state is the same to the last bit", async () => {
  const solve = async () => {
    const { ringModel } = await import("../../src/model/model.js");
    const { ohmicBath } = await import("../../src/baths/bath.js");
    const { steadyState } = await import("../../src/states/steady-state.js");
    const states = [4, 6].map((sites) =>
      steadyState(
        ringModel({
          sites,
          spinsUp: sites / 2,
          interaction: 2.19,
          fields: [0, 2, 1, ...new Array(sites - 3).fill(0)],
        }),
        [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: sites / 2 + 1, temperature: 1 })],
      ),
    );
    return states.map(({ real, imag, certificate }) => ({ real, imag, certificate }));
  };
  const fast = await solve();
  expect(await withoutWebAssembly(solve)).toEqual(fast);
});
