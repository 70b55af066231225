// The whole point of a small sector in one call of a WebAssembly kernel: what redfieldGenerator, eliminationSolver, assess
// and certify do with arrays is done there, see whole-point.as.ts, and what bounds are made of the numbers is said here. It spares
// most of all a fresh process, which has not yet compiled the loops of the plain steps. These take over where anything is
// out of the ordinary, and tests compare the two.
import type { Bath } from "../baths/bath";

import { basisOf } from "../model/basis";

import type { SpinModel } from "../model/model";
import { keptBySize, zeros } from "../numerics/arrays";
import { degenerateWidth } from "../numerics/eigenspaces";
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

/** How many numbers are measured. */
const NUMBERS = 8;

/** A sector of few states has few sites. */
const MOST_SITES = LARGEST_DIRECT;
const MOST_BONDS = (MOST_SITES * (MOST_SITES - 1)) / 2;

/** Where things stand in a kernel's memory, counted in doubles; see whole-point.as.ts. */
interface Workspace {
  readonly elimination: KernelMemory;
  readonly table: number;
  readonly states: number;
  readonly fields: number;
  readonly bonds: number;
  readonly baths: number;
  readonly spins: number;
  readonly results: number;
}

const workspace = keptBySize(
  (n) => keptBySize((baths) => newWorkspace(n, baths), MOST_BATHS),
  LARGEST_DIRECT,
);

// results stand side by side, to be taken out at once
function newWorkspace(n: number, bathCount: number): Workspace | null {
  const n2 = n * n;
  const inputs = [n, MOST_SITES, 4 * MOST_BONDS, 6 * bathCount, bathCount * n];
  const working = [2 * n * MOST_BONDS, n2, 4 * n2 + 4 * n];
  const outputs = [n, n, n2, n2, n2, n2, n, n, bathCount, bathCount, NUMBERS, MOST_BONDS];
  const tableSize = 16;
  const total = [...inputs, ...working, ...outputs].reduce((sum, size) => sum + size, tableSize);
  const elimination = eliminationMemory(n, total);
  if (!elimination) return null;
  const { memory, gaps, real, imag, left, dy, z, y, scratch, free, end } = elimination;
  let next = end + tableSize;
  const place = (size: number): number => {
    next += size;
    return next - size;
  };
  const [states, fields, bonds, baths, spins] = inputs.map(place);
  const [bondEnergies, hamiltonian, work] = working.map(place);
  const results = next;
  const table = [states, fields, bonds, baths, spins, bondEnergies, hamiltonian, free, ...outputs.map(place)];
  table.push(gaps, real, imag, left, dy, z, y, work, scratch);
  new Uint32Array(memory.buffer).set(
    table.map((at) => 8 * at),
    2 * end,
  );
  return { elimination, table: 8 * end, states, fields, bonds, baths, spins, results };
}

/**
 * The steady state with its bounds; undefined where the plain steps are to be taken: for a large sector or all of them, a bath with a
 * spectral density of its own, levels that come close, without WebAssembly.
 */
export function wholePoint(model: SpinModel, baths: readonly Bath[]): Candidate | undefined {
  const { sites, spinsUp, bonds, fields } = model;
  if (spinsUp === undefined) return undefined;
  const basis = basisOf(model);
  const { size: n } = basis;
  if (n < 2 || n > LARGEST_DIRECT || baths.length > MOST_BATHS) return undefined;
  const space = workspace(n)(baths.length);
  if (!space) return undefined;
  const { kernel, memory, norms, free } = space.elimination;
  memory.set(basis.states, space.states);
  memory.set(fields, space.fields);
  for (let i = 0, at = space.bonds; i < bonds.length; i++) {
    memory[at++] = bonds[i].from;
    memory[at++] = bonds[i].to;
    memory[at++] = bonds[i].exchange;
    memory[at++] = bonds[i].interaction;
  }
  for (let b = 0, at = space.baths; b < baths.length; b++, at += 6) {
    const bath = baths[b];
    if ("spectralDensity" in bath) return undefined;
    memory[at] = bath.temperature;
    memory[at + 1] = bath.coupling;
    memory[at + 2] = bath.cutoff;
    memory[at + 5] = bath.site;
  }
  if (!kernel.point(n, sites, bonds.length, baths.length, space.table, 0)) return undefined;

  const n2 = n * n;
  const length = 4 * n + 4 * n2 + 2 * baths.length + NUMBERS + bonds.length;
  const found = zeros(length);
  found.set(memory.subarray(space.results, space.results + length));
  let next = 0;
  const take = (count: number): Float64Array => {
    next += count;
    return found.subarray(next - count, next);
  };
  const [energies, levels] = [take(n), take(n)];
  const [vectors, real, imag, imagInSector] = [take(n2), take(n2), take(n2), take(n2)];
  const [populations, eigenvalues] = [take(n), take(n)];
  const bathHeat = take(baths.length);
  const gross: number[] = [];
  for (let b = 0; b < baths.length; b++) gross.push(found[next++]);
  const numbers = take(NUMBERS); // in the order of whole-point.as.ts
  const bondHeat = take(bonds.length);
  const [gap, reach, derivative, rates] = [numbers[0], numbers[1], numbers[2], numbers[3]];
  const [rowX, rowY, mixing, couplingRatio] = [numbers[4], numbers[5], numbers[6], numbers[7]];
  if (!(gap > degenerateWidth(levels))) return undefined;
  const rateSizes = [];
  for (let b = 0, at = space.baths; b < baths.length; b++, at += 6)
    rateSizes.push({ bath: b, fastest: memory[at + 3], steepest: memory[at + 4] });
  const sizes = { size: n, levels, couplings: rateSizes };
  const heatIsKnown = !bondHeat.includes(Number.NaN);
  // the kernel's own, until the next point
  const couplings = heatIsKnown
    ? NO_COUPLINGS
    : baths.map((_, b) => ({
        bath: b,
        spins: memory.subarray(space.spins + b * n, space.spins + (b + 1) * n),
        transition: memory.subarray(free + (2 * b + 1) * n2, free + (2 * b + 2) * n2),
      }));
  const passage = passageOf(memory.subarray(norms, norms + 6), gap);
  const errors = eliminationErrors(n, reach, passage, floorsOf(sizes, rowX, rowY, derivative));
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
    bondHeat: heatIsKnown ? bondHeat : undefined,
    gross,
    accuracy: observedErrors(bounds, defects, bathHeat, gross),
    defects,
    couplingRatio,
    residual: derivative / (rates || 1),
    converged: true,
    settled: true,
  };
}

const NO_COUPLINGS: Candidate["generator"]["couplings"] = [];
