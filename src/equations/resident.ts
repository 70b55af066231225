// The preconditioned Redfield equation in the memory of a WebAssembly kernel, see resident.as.ts: the eigenvectors, what
// mixes the states in which the baths' operators are diagonal, the preconditioner, which is made there, the Krylov space, and a
// table of where they stand. The space is kept in floats, which are twice as fast: with these it brings the residual, made of
// doubles, down by four digits at a time.
import { productScratch } from "../numerics/matmul";
import { type Kernel, ownKernel } from "../numerics/wasm";
import { type BathCoupling, isComplex, type RedfieldGenerator } from "./generator";
import type { MostVectors, ResidentEquations } from "./liouvillian";
import { pauliPreconditioner } from "./pauli";

/** How far floats bring a residual down in one space: closer to their rounding they add vectors that are noise. */
const DEPTH = 1e-4;

/** More kinds of blocks, as baths at three sites have, take the plain products. */
const MOST_MIXERS = 4;

/** Bytes that the kernel can address. */
const ADDRESSES = 2 ** 32;

/** Bytes that are kept for the next point. */
const KEPT = 5e8;

let shared: Kernel | null | undefined;

/** Brings the equations into a kernel's memory, see {@link ResidentEquations}; undefined where they need the plain products. */
export function residentEquations(
  generator: RedfieldGenerator,
  most: MostVectors,
  lasting: boolean,
): ResidentEquations | undefined {
  const { size: n, levels, frame: vectors, couplings } = generator;
  const n2 = n * n;
  if (!vectors) return undefined;
  const { order, blocks, mixers, sheets } = blocksOf(couplings, n);
  if (mixers.length > MOST_MIXERS || isComplex(generator)) return undefined;

  let end = 12; // doubles taken so far, the first of them by the table
  const take = (count: number): number => {
    const place = end;
    end += count + (count & 1);
    return place;
  };
  const [levelPlace, scalePlace, rowPlace, work, x, blockPlace, scratch, values] = [
    ...[n, n, n, 2 * n, n2, 3 * blocks.length, productScratch(n)],
    Math.max(most.floats, most.doubles) + 2,
  ].map(take);
  const parts = [n2, n2, n2].map(take);
  const z = take(2 * n2);
  const doubles = take((1 + sheets) * n2);
  const floats = take(((1 + sheets) * n2 + 1) >> 1);
  const space = take(Math.max((most.doubles + 1) * n2, ((most.floats + 1) * n2 + 1) >> 1));
  if (8 * end >= ADDRESSES) return undefined;

  const kept = !lasting && 8 * end < KEPT;
  if (kept && shared === undefined) shared = ownKernel();
  const engine = kept ? shared : ownKernel();
  if (!engine) return undefined;
  let memory: Float64Array;
  try {
    memory = engine.words(end);
  } catch {
    return undefined; // not enough in one piece
  }
  const byte = (place: number): number => 8 * place;
  const table = [levelPlace, scalePlace, rowPlace, work, x].map(byte);
  table.push(blocks.length, ...[blockPlace, scratch, values, ...parts, z, space].map(byte));
  for (const [place, size] of [
    [doubles, 8],
    [floats, 4],
  ]) {
    table.push(byte(place), byte(place) + size * n2);
  }
  new Uint32Array(memory.buffer).set(table);
  new Int32Array(memory.buffer).set(blocks.flat(), 2 * blockPlace);
  const preconditioner = pauliPreconditioner(
    generator,
    parts.map((place) => memory.subarray(place, place + n2)),
  );
  memory.set(levels, levelPlace);
  memory.set(
    preconditioner.scale.map((size) => size || 1),
    scalePlace,
  );
  memory.set(preconditioner.rows, rowPlace);

  for (let a = 0, at = doubles; a < n2; a += n) {
    for (let i = 0; i < n; i++) memory[at++] = vectors[a + order[i]];
  }
  memory.fill(0, doubles + n2, doubles + (1 + sheets) * n2);
  couplings.forEach(({ transition }, k) => {
    memory.set(transition, z);
    engine.inSector(n, 0);
    for (const { weights, sheet, rows } of mixers) {
      if (weights[k] === 0) continue;
      for (const [row, last] of rows) engine.addMixer(n, 0, sheet, row, last, weights[k]);
    }
  });
  engine.narrow(n, sheets, 0);

  return {
    ...preconditioner,
    space(write, numbers) {
      const { guess, openFloats, openDoubles, extendFloats, extendDoubles, improveFloats, improveDoubles } =
        engine;
      const [open, extend, improve] =
        numbers === "floats"
          ? [openFloats, extendFloats, improveFloats]
          : [openDoubles, extendDoubles, improveDoubles];
      const set = (): void => write(memory.subarray(space, space + n2).fill(0));
      set();
      return {
        reference: guess(n, 0),
        open() {
          set();
          return open(n, 0);
        },
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

/** What mixes two classes of states: Q = Σ_b weights_b S̃_b, of which `rows` are needed, in one of the sheets. */
interface Mixer {
  readonly weights: readonly number[];
  readonly sheet: number;
  /** from, to before, in the order of the classes */
  readonly rows: readonly (readonly [number, number])[];
}

/**
 * The states in an order in which those with the same spins at the baths stand together, and the blocks
 * between such classes i ≠ j: rows, columns, the sheet of their mixer Σ_b (s_j − s_i) S̃_b and its sign. Mixers that need no
 * row in common share a sheet of n × n.
 */
function blocksOf(
  couplings: readonly Pick<BathCoupling, "spins">[],
  n: number,
): { order: number[]; blocks: number[][]; mixers: readonly Mixer[]; sheets: number } {
  const classes = Array.from({ length: n }, (_, k) =>
    couplings.reduce((sum, { spins }, b) => sum + (spins[k] > 0 ? 2 ** b : 0), 0),
  );
  const order = classes.map((_, k) => k).sort((j, k) => classes[j] - classes[k] || j - k);
  const starts = order.flatMap((k, i) => (i === 0 || classes[k] !== classes[order[i - 1]] ? [i] : []));
  const ends = [...starts.slice(1), n];
  const kinds: { weights: number[]; touched: Set<number> }[] = [];
  const pairs: { i: number; j: number; kind: number; sign: number }[] = [];
  for (let i = 0; i < starts.length; i++) {
    for (let j = i + 1; j < starts.length; j++) {
      const difference = couplings.map(({ spins }) => spins[order[starts[j]]] - spins[order[starts[i]]]);
      const sign = Math.sign(difference.find((weight) => weight !== 0) ?? 1);
      const weights = difference.map((weight) => sign * weight || 0);
      let kind = kinds.findIndex((known) => known.weights.every((weight, b) => weight === weights[b]));
      if (kind < 0) kind = kinds.push({ weights, touched: new Set() }) - 1;
      kinds[kind].touched.add(i).add(j);
      pairs.push({ i, j, kind, sign });
    }
  }
  const sheets: Set<number>[] = [];
  const mixers = kinds.map(({ weights, touched }): Mixer => {
    const classesOf = [...touched];
    let sheet = sheets.findIndex((taken) => classesOf.every((i) => !taken.has(i)));
    if (sheet < 0) sheet = sheets.push(new Set()) - 1;
    for (const i of classesOf) sheets[sheet].add(i);
    return { weights, sheet, rows: classesOf.map((i) => [starts[i], ends[i]]) };
  });
  const blocks = pairs.flatMap(({ i, j, kind, sign }) => {
    const { sheet } = mixers[kind];
    return [
      [starts[i], ends[i], starts[j], ends[j], sheet, sign],
      [starts[j], ends[j], starts[i], ends[i], sheet, -sign],
    ];
  });
  return { order, blocks, mixers, sheets: sheets.length };
}
