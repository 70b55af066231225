// The preconditioned Redfield equation in the memory of a WebAssembly kernel, see resident.as.ts: the eigenvectors, what
// mixes the states in which the baths' operators are diagonal, the preconditioner and the Krylov space, and a table of where they stand. The space is kept in
// floats, which are twice as fast: with these it brings the residual, made of doubles, down by four digits at a time.
import { productScratch } from "../numerics/matmul";
import { type Kernel, ownKernel } from "../numerics/wasm";
import { type BathCoupling, isComplex, type RedfieldGenerator } from "./generator";
import type { ResidentEquations } from "./liouvillian";
import type { PauliPreconditioner } from "./pauli";

/** How far floats bring a residual down in one space: closer to their rounding they add vectors that are noise. */
const DEPTH = 1e-4;

/** More kinds of blocks, as baths at three sites have, take the plain products. */
const MOST_MIXERS = 4;

/** Bytes that the kernel can address. */
const ADDRESSES = 2 ** 32;

let shared: Kernel | null | undefined;

/** Brings the equations into a kernel's memory, see {@link ResidentEquations}; undefined where they need the plain products. */
export function residentEquations(
  generator: RedfieldGenerator,
  preconditioner: PauliPreconditioner,
  restart: number,
  lasting: boolean,
): ResidentEquations | undefined {
  const { size: n, levels, frame: vectors, couplings } = generator;
  const n2 = n * n;
  if (!vectors) return undefined;
  const { order, blocks, mixers } = blocksOf(couplings, n);
  if (mixers.length > MOST_MIXERS || isComplex(generator)) return undefined;

  let end = 12; // doubles taken so far, the first of them by the table
  const take = (count: number): number => {
    const place = end;
    end += count + (count & 1);
    return place;
  };
  const shares = [n2, mixers.length * n2, n2, n2, n2, 3 * n2, (restart + 1) * n2];
  const [levelPlace, scalePlace, rowPlace, work, x, b] = [n, n, n, 2 * n, n2, n2].map(take);
  const [blockPlace, scratch, values] = [3 * blocks.length, productScratch(n), restart + 2].map(take);
  const floats = shares.map((count) => take((count + 1) >> 1));
  const doubles = shares.slice(0, -1).map(take);
  const space = end; // of doubles, only where floats do not do
  const all = end + (restart + 1) * n2;
  if (8 * all >= ADDRESSES) return undefined;

  if (!lasting && shared === undefined) shared = ownKernel();
  const engine = lasting ? ownKernel() : shared;
  if (!engine) return undefined;
  let memory: Float64Array;
  try {
    memory = engine.words(end);
  } catch {
    return undefined; // not enough in one piece
  }
  const byte = (place: number): number => 8 * place;
  const table = [levelPlace, scalePlace, rowPlace, work, x, b].map(byte);
  table.push(blocks.length, ...[blockPlace, scratch, values, ...doubles, space, ...floats].map(byte));
  new Uint32Array(memory.buffer).set(table);
  new Int32Array(memory.buffer).set(blocks.flat(), 2 * blockPlace);
  memory.set(levels, levelPlace);
  memory.set(
    preconditioner.scale.map((size) => size || 1),
    scalePlace,
  );
  memory.set(preconditioner.rows, rowPlace);

  for (let a = 0, at = doubles[0]; a < n2; a += n) {
    for (let i = 0; i < n; i++) memory[at++] = vectors[a + order[i]];
  }
  memory.fill(0, doubles[1], doubles[1] + mixers.length * n2);
  couplings.forEach(({ transition }, k) => {
    memory.set(transition, doubles[5]);
    engine.inSector(n, 0);
    mixers.forEach((weights, kind) => {
      if (weights[k] !== 0) engine.addMixer(n, 0, kind, weights[k]);
    });
  });
  const { damping, rotation, rates } = preconditioner;
  [damping, rotation, rates].forEach((part, k) => {
    memory.set(part, doubles[2 + k]);
  });
  for (let k = 0; k < 5; k++) engine.narrow(shares[k], byte(doubles[k]), byte(floats[k]));

  return {
    space(rhs, numbers) {
      const { guess, openFloats, openDoubles, extendFloats, extendDoubles, improveFloats, improveDoubles } =
        engine;
      const [open, extend, improve] =
        numbers === "floats"
          ? [openFloats, extendFloats, improveFloats]
          : [openDoubles, extendDoubles, improveDoubles];
      memory = engine.words(numbers === "floats" ? end : all);
      memory.set(rhs, b);
      return {
        reference: guess(n, 0),
        open: () => open(n, 0),
        extend(k) {
          extend(n, 0, k);
          return memory.slice(values, values + k + 2);
        },
        improve(y) {
          memory.set(y, values);
          improve(n, 0, y.length);
        },
        depth: numbers === "floats" ? DEPTH : 0,
      };
    },
    solution: () => memory.slice(x, x + n2),
    left: () => memory[values],
  };
}

/**
 * The states in an order in which those with the same spins at the baths stand together, and the blocks
 * between such classes i ≠ j: rows, columns, which mixer Σ_b (s_j − s_i) S̃_b is theirs and its sign.
 */
function blocksOf(
  couplings: readonly Pick<BathCoupling, "spins">[],
  n: number,
): { order: number[]; blocks: number[][]; mixers: number[][] } {
  const classes = Array.from({ length: n }, (_, k) =>
    couplings.reduce((sum, { spins }, b) => sum + (spins[k] > 0 ? 2 ** b : 0), 0),
  );
  const order = classes.map((_, k) => k).sort((j, k) => classes[j] - classes[k] || j - k);
  const starts = order.flatMap((k, i) => (i === 0 || classes[k] !== classes[order[i - 1]] ? [i] : []));
  const ends = [...starts.slice(1), n];
  const mixers: number[][] = [];
  const blocks: number[][] = [];
  starts.forEach((row, i) => {
    starts.forEach((column, j) => {
      if (i >= j) return;
      const weights = couplings.map(({ spins }) => spins[order[column]] - spins[order[row]]);
      const sign = Math.sign(weights.find((weight) => weight !== 0) ?? 1);
      const mixer = weights.map((weight) => sign * weight || 0);
      let kind = mixers.findIndex((known) => known.every((weight, b) => weight === mixer[b]));
      if (kind < 0) kind = mixers.push(mixer) - 1;
      blocks.push([row, ends[i], column, ends[j], kind, sign], [column, ends[j], row, ends[i], kind, -sign]);
    });
  });
  return { order, blocks, mixers };
}
