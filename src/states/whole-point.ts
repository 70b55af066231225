// The whole point of a small sector in one call of a WebAssembly kernel: what redfieldGenerator, eliminationSolver, assess
// and certify do with arrays is done there, see whole-point.as.ts, and what bounds are made of the numbers is said here. It spares
// most of all a fresh process, which has not yet compiled the loops of the plain steps. These take over where anything is
// out of the ordinary, and tests compare the two.
import type { Bath } from "../baths/bath";
import { basisOf, spinAt } from "../model/basis";
import type { SpinModel } from "../model/model";
import { hamiltonianArray, sharedEnergy } from "../model/operators";
import { keptBySize } from "../numerics/arrays";
import { degenerateWidth } from "../numerics/eigenspaces";
import { largest } from "../numerics/entries";
import { accuracyByNorms, floorsOf, observedErrors, traceError } from "./accuracy";
import type { Candidate } from "./candidates";
import { LARGEST_DIRECT } from "./direct";
import {
  eliminationErrors,
  eliminationMemory,
  type KernelMemory,
  MOST_BATHS,
  passageOf,
} from "./elimination";

/** Entries of H between these are worked on in units of one. */
const [LEAST, MOST] = [1e-100, 1e100];

/** How many numbers are measured. */
const NUMBERS = 8;

interface Workspace {
  readonly elimination: KernelMemory;
  readonly table: number;
  readonly memory: Float64Array;
  readonly hamiltonian: number;
  readonly spins: number;
  readonly baths: number;
  readonly results: number;
}

const workspace = keptBySize(
  (n) => keptBySize((baths) => newWorkspace(n, baths), MOST_BATHS),
  LARGEST_DIRECT,
);

// results stand side by side, to be taken out at once
function newWorkspace(n: number, baths: number): Workspace | null {
  const n2 = n * n;
  const inputs = [n2, baths * n, 5 * baths, 4 * n2 + 4 * n];
  const results = [n, n2, n2, n2, n2, n, n, baths, baths, NUMBERS];
  const table = 12;
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  const elimination = eliminationMemory(n, table + sum(inputs) + sum(results));
  if (!elimination) return null;
  const { memory, gaps, real, imag, left, dy, z, y, scratch, free, end } = elimination;
  let next = end + table;
  const place = (size: number): number => {
    next += size;
    return next - size;
  };
  const [hamiltonian, spins, parameters, work] = inputs.map(place);
  const first = next;
  const places = [hamiltonian, spins, parameters, free, ...results.map(place)];
  places.push(gaps, real, imag, left, dy, z, y, work, scratch);
  new Uint32Array(memory.buffer).set(
    places.map((at) => 8 * at),
    2 * end,
  );
  return { elimination, table: 8 * end, memory, hamiltonian, spins, baths: parameters, results: first };
}

/**
 * The steady state with its bounds; undefined where the plain steps are to be taken: for a large sector or all of them, a bath with a
 * spectral density of its own, levels that come close, without WebAssembly.
 */
export function wholePoint(model: SpinModel, baths: readonly Bath[]): Candidate | undefined {
  if (model.spinsUp === undefined) return undefined;
  const basis = basisOf(model);
  const { size: n } = basis;
  if (n < 2 || n > LARGEST_DIRECT || baths.length > MOST_BATHS) return undefined;
  const space = workspace(n)(baths.length);
  if (!space) return undefined;
  const { elimination, memory, table } = space;
  const h = hamiltonianArray(model, true);
  const size = largest(h);
  if (!(size > LEAST && size < MOST)) return undefined;
  memory.set(h, space.hamiltonian);
  for (let b = 0; b < baths.length; b++) {
    const bath = baths[b];
    if ("spectralDensity" in bath) return undefined;
    for (let k = 0; k < n; k++) memory[space.spins + b * n + k] = spinAt(basis, k, bath.site);
    const at = space.baths + 5 * b;
    memory[at] = bath.temperature;
    memory[at + 1] = bath.coupling;
    memory[at + 2] = bath.cutoff;
  }
  if (!elimination.kernel.point(n, baths.length, table, 0)) return undefined;

  const n2 = n * n;
  const length = 3 * n + 4 * n2 + 2 * baths.length + NUMBERS;
  const found = memory.slice(space.results, space.results + length + n);
  let next = 0;
  const take = (count: number): Float64Array => {
    next += count;
    return found.subarray(next - count, next);
  };
  const levels = take(n);
  const [vectors, real, imag, imagInSector] = [take(n2), take(n2), take(n2), take(n2)];
  const [populations, eigenvalues] = [take(n), take(n)];
  const bathHeat = take(baths.length);
  const gross = Array.from(take(baths.length));
  const numbers = take(NUMBERS); // in the order of whole-point.as.ts
  const [gap, reach, derivative, rates] = [numbers[0], numbers[1], numbers[2], numbers[3]];
  const [rowX, rowY, mixing, couplingRatio] = [numbers[4], numbers[5], numbers[6], numbers[7]];
  const energies = take(n);
  const shared = sharedEnergy(model);
  for (let k = 0; k < n; k++) energies[k] = levels[k] + shared;
  if (!(gap > degenerateWidth(levels))) return undefined;
  // what is seldom asked for stays in the kernel's memory until the next point
  const couplings = baths.map((_, b) => {
    const [spins, transition] = [space.spins + b * n, elimination.free + (2 * b + 1) * n2];
    return {
      fastest: memory[space.baths + 5 * b + 3],
      steepest: memory[space.baths + 5 * b + 4],
      get spins() {
        return memory.slice(spins, spins + n);
      },
      get transition() {
        return memory.slice(transition, transition + n2);
      },
    };
  });
  const sizes = { size: n, levels, couplings };
  const norms = memory.subarray(elimination.norms, elimination.norms + 6);
  const errors = eliminationErrors(n, reach, passageOf(norms, gap), floorsOf(sizes, rowX, rowY, derivative));
  const defects = { traceError: traceError(real, n), hermiticityError: 0 }; // made Hermitian
  const bounds = accuracyByNorms(sizes, model, mixing, gross, errors);
  return {
    generator: { size: n, energies, levels, vectors, couplings },
    real,
    imag,
    imagInSector,
    populations,
    eigenvalues,
    bathHeat,
    gross,
    accuracy: observedErrors(bounds, defects, bathHeat, gross),
    defects,
    couplingRatio,
    residual: derivative / (rates || 1),
    converged: true,
    settled: true,
  };
}
