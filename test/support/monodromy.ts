// A driven model from its definition, with arrays of numbers and steps of Runge and Kutta: one spin up on a chain or a ring of
// a few sites, baths of σᶻ. The map of one period, in the basis of sites, gives the state that it leaves as it is.
import { hermitianEigen } from "../../src/numerics/symmetric-eigen";

type Complex = [re: number, im: number];
type Square = Complex[][];

export interface DrivenChain {
  readonly bonds: readonly { from: number; to: number; exchange: number; phase: number; amplitude: number }[];
  readonly fields: readonly number[];
  readonly baths: readonly { site: number; temperature: number; coupling: number; cutoff: number }[];
  readonly frequency: number;
}

const add = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const conj = ([re, im]: Complex): Complex => [re, -im];
const phase = (angle: number): Complex => [Math.cos(angle), Math.sin(angle)];
const square = (n: number, entry: (a: number, b: number) => Complex): Square =>
  Array.from({ length: n }, (_, a) => Array.from({ length: n }, (_, b) => entry(a, b)));
const product = (a: Square, b: Square): Square =>
  square(a.length, (i, j) => a.reduce<Complex>((sum, _, k) => add(sum, times(a[i][k], b[k][j])), [0, 0]));
const dagger = (a: Square): Square => square(a.length, (i, j) => conj(a[j][i]));
const plus = (a: Square, b: Square, factor: Complex = [1, 0]): Square =>
  square(a.length, (i, j) => add(a[i][j], times(factor, b[i][j])));

const STEPS = 600;
const SAMPLES = 64;

/** W(ε) of an Ohmic bath */
function rate({ temperature, coupling, cutoff }: DrivenChain["baths"][number], energy: number): number {
  const w = Math.abs(energy);
  if (w < 1e-9) return coupling * temperature;
  const occupied = 1 / (Math.exp(w / temperature) - 1);
  return coupling * w * Math.exp(-w / cutoff) * (energy < 0 ? occupied + 1 : occupied);
}

/** Mean heat from every bath and mean power, in the periodic state. */
export function byMonodromy(chain: DrivenChain): { bathHeat: number[]; power: number } {
  const { bonds, fields, baths, frequency } = chain;
  const n = fields.length;
  const period = (2 * Math.PI) / frequency;
  // with one spin up, at site l: Σ h σᶻ = 2 h_l − Σ h
  const hamiltonian = (t: number): Square => {
    const h = square(n, (a, b) => (a === b ? [2 * fields[a], 0] : [0, 0]));
    for (const { from, to, exchange, phase: theta, amplitude } of bonds) {
      const hop = times([2 * exchange, 0], phase(theta + amplitude * Math.cos(frequency * t)));
      h[from - 1][to - 1] = add(h[from - 1][to - 1], hop);
      h[to - 1][from - 1] = add(h[to - 1][from - 1], conj(hop));
    }
    return h;
  };
  const driving = (t: number): Square => {
    const v = square(n, () => [0, 0]);
    for (const { from, to, exchange, phase: theta, amplitude } of bonds) {
      const turn: Complex = [0, -amplitude * frequency * Math.sin(frequency * t)];
      const hop = times(turn, times([2 * exchange, 0], phase(theta + amplitude * Math.cos(frequency * t))));
      v[from - 1][to - 1] = add(v[from - 1][to - 1], hop);
      v[to - 1][from - 1] = add(v[to - 1][from - 1], conj(hop));
    }
    return v;
  };
  const rungeKutta = (
    slope: (t: number, y: Square) => Square,
    start: Square,
    steps: number,
    from = 0,
    length = period,
  ): Square => {
    let y = start;
    const h = length / steps;
    for (let s = 0; s < steps; s++) {
      const t = from + s * h;
      const a = slope(t, y);
      const b = slope(t + h / 2, plus(y, a, [h / 2, 0]));
      const c = slope(t + h / 2, plus(y, b, [h / 2, 0]));
      const d = slope(t + h, plus(y, c, [h, 0]));
      y = plus(plus(plus(plus(y, a, [h / 6, 0]), b, [h / 3, 0]), c, [h / 3, 0]), d, [h / 6, 0]);
    }
    return y;
  };
  const schroedinger = (t: number, u: Square): Square =>
    square(n, (a, b) => times([0, -1], product(hamiltonian(t), u)[a][b]));
  const unit = square(n, (a, b) => [a === b ? 1 : 0, 0]);
  const propagators = [unit];
  for (let j = 0; j < SAMPLES; j++) {
    const length = period / SAMPLES;
    propagators.push(rungeKutta(schroedinger, propagators[j], 4 * (STEPS / 100), j * length, length));
  }
  // eigenvectors of U(T) are those of a combination of its two Hermitian parts
  const whole = propagators[SAMPLES];
  const parts = plus(
    square(n, (a, b) => times([0.5, 0], add(whole[a][b], conj(whole[b][a])))),
    square(n, (a, b) => times([0, -0.5], add(whole[a][b], times([-1, 0], conj(whole[b][a]))))),
    [0.37, 0],
  );
  const flat = (part: 0 | 1): Float64Array => Float64Array.from(parts.flat(), (entry) => entry[part]);
  const { vectors, vectorsImag } = hermitianEigen(flat(0), flat(1), n);
  const columns = square(n, (k, a) => [vectors[a * n + k], vectorsImag[a * n + k]]);
  const turned = product(product(dagger(columns), whole), columns);
  const quasi = turned.map((row, a) => -Math.atan2(row[a][1], row[a][0]) / period);
  const modes = propagators.slice(0, SAMPLES).map((u, j) => {
    const moved = product(u, columns);
    return square(n, (k, a) => times(phase((quasi[a] * period * j) / SAMPLES), moved[k][a]));
  });
  const contacts = baths.map(({ site }) => square(n, (a, b) => [a !== b ? 0 : a === site - 1 ? 1 : -1, 0]));
  const reached = Math.floor(SAMPLES / 2) - 1;
  const harmonics = Array.from({ length: 2 * reached + 1 }, (_, i) => i - reached);
  // S̃ in the basis of sites at the samples, and its harmonics
  const tilde = contacts.map((contact, b) => {
    const elements = modes.map((mode) => product(product(dagger(mode), contact), mode));
    const series = (values: Square[]): Square[] =>
      harmonics.map((k) =>
        values.reduce(
          (sum, value, j) =>
            plus(sum, value, times([1 / SAMPLES, 0], phase((-2 * Math.PI * k * j) / SAMPLES))),
          square(n, () => [0, 0]),
        ),
      );
    const weighted = series(elements).map((part, i) =>
      square(n, (a, c) =>
        times([rate(baths[b], quasi[a] - quasi[c] + harmonics[i] * frequency), 0], part[a][c]),
      ),
    );
    const inSites = modes.map((mode, j) => {
      const value = weighted.reduce(
        (sum, part, i) => plus(sum, part, phase((2 * Math.PI * harmonics[i] * j) / SAMPLES)),
        square(n, () => [0, 0]),
      );
      return product(product(mode, value), dagger(mode));
    });
    return series(inSites);
  });
  const at = (b: number, t: number): Square =>
    tilde[b].reduce(
      (sum, part, i) => plus(sum, part, phase(harmonics[i] * frequency * t)),
      square(n, () => [0, 0]),
    );
  // S̃ at the times of the Runge-Kutta steps, whose halves are needed as well
  const grid = Array.from({ length: 2 * STEPS + 1 }, (_, i) =>
    baths.map((_, b) => at(b, (period * i) / (2 * STEPS))),
  );
  const dissipated = (t: number, rho: Square, b: number): Square => {
    const transition = grid[Math.round((2 * STEPS * t) / period)][b];
    const moved = product(transition, rho);
    const half = plus(product(moved, contacts[b]), product(contacts[b], moved), [-1, 0]);
    return plus(half, dagger(half));
  };
  const master = (t: number, rho: Square): Square => {
    const h = hamiltonian(t);
    const turning = plus(product(h, rho), product(rho, h), [-1, 0]);
    return baths.reduce(
      (sum, _, b) => plus(sum, dissipated(t, rho, b)),
      square(n, (a, c) => times([0, -1], turning[a][c])),
    );
  };
  // a basis of Hermitian matrices, the map on it, and what it leaves as it is
  const basis: Square[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      basis.push(square(n, (i, j) => [(i === a && j === b) || (i === b && j === a) ? 1 : 0, 0]));
      if (a !== b) basis.push(square(n, (i, j) => [0, i === a && j === b ? 1 : i === b && j === a ? -1 : 0]));
    }
  }
  const coordinates = (rho: Square): number[] =>
    rho.flatMap((row, a) => row.slice(0, a + 1).flatMap(([re, im], b) => (a === b ? [re] : [re, im])));
  const images = basis.map((matrix) => coordinates(rungeKutta(master, matrix, STEPS)));
  const m = basis.length;
  const equations = Array.from({ length: m }, (_, i) => [
    ...images.map((image, j) =>
      i === 0 ? basis[j].reduce((sum, row, a) => sum + row[a][0], 0) : image[i] - (i === j ? 1 : 0),
    ),
    i === 0 ? 1 : 0,
  ]);
  const solution = eliminate(equations);
  let rho = basis.reduce(
    (sum, matrix, j) => plus(sum, matrix, [solution[j], 0]),
    square(n, () => [0, 0]),
  );
  const bathHeat = baths.map(() => 0);
  let power = 0;
  const traced = (a: Square, b: Square): number => product(a, b).reduce((sum, row, i) => sum + row[i][0], 0);
  const every = 10;
  for (let s = 0; s < STEPS; s += every) {
    const t = (period * s) / STEPS;
    const share = every / STEPS;
    baths.forEach((_, b) => {
      bathHeat[b] += share * traced(hamiltonian(t), dissipated(t, rho, b));
    });
    power += share * traced(driving(t), rho);
    rho = rungeKutta(master, rho, every, t, (period * every) / STEPS);
  }
  return { bathHeat, power };
}

/** Gauss and Jordan, of rows with their right sides. */
function eliminate(rows: number[][]): number[] {
  const m = rows.length;
  for (let k = 0; k < m; k++) {
    let best = k;
    for (let i = k; i < m; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[best][k])) best = i;
    [rows[k], rows[best]] = [rows[best], rows[k]];
    for (let i = 0; i < m; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= m; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, k) => row[m] / row[k]);
}
