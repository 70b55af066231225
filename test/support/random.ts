// Random models that fast-check can shrink. The seed is fixed, so that a run can be repeated; set FC_SEED to
// try another one, FC_RUNS for more of them.
import fc from "fast-check";
import type { OhmicBath } from "../../src/baths/bath";
import { ohmicBath } from "../../src/baths/bath";
import type { Bond, SpinModel } from "../../src/model/model";
import { ringModel, spinModel } from "../../src/model/model";

const seed = Number(process.env.FC_SEED ?? 18121095);
const runs = process.env.FC_RUNS === undefined ? undefined : Number(process.env.FC_RUNS);

/** Checks a property on `numRuns` random inputs. */
export function forAll<T>(arbitrary: fc.Arbitrary<T>, numRuns: number, check: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, check), { seed, numRuns: runs ?? numRuns });
}

/** A number from `low` to `high` on a grid fine enough to be generic and coarse enough to read. */
export function real(low: number, high: number): fc.Arbitrary<number> {
  const steps = 100_000;
  return fc.integer({ min: 0, max: steps }).map((k) => low + ((high - low) * k) / steps);
}

/** A number between two powers of ten, even on the logarithmic scale. */
export const scale = (low: number, high: number): fc.Arbitrary<number> => real(low, high).map((x) => 10 ** x);

/** A list of `length` numbers from `low` to `high`. */
export const reals = (length: number, low: number, high: number): fc.Arbitrary<number[]> =>
  fc.array(real(low, high), { minLength: length, maxLength: length });

export interface RandomSystem {
  readonly model: SpinModel;
  readonly baths: OhmicBath[];
}

export interface SystemRange {
  readonly sites?: readonly [number, number];
  readonly baths?: readonly [number, number];
  /** γ from 10^low to 10^high */
  readonly coupling?: readonly [number, number];
  readonly temperature?: readonly [number, number];
}

/** A ring without any symmetry, in a sector of more than one state, with baths on different sites. */
export function ringSystem(range: SystemRange = {}): fc.Arbitrary<RandomSystem> {
  const { sites = [2, 5], baths = [1, 3], coupling = [-3, -1], temperature = [0.5, 4] } = range;
  return fc.integer({ min: sites[0], max: sites[1] }).chain((n) =>
    fc
      .record({
        spinsUp: fc.integer({ min: 1, max: n - 1 }),
        exchange: real(0.5, 1.5),
        interaction: real(-4, 4),
        steps: fc.shuffledSubarray([-3, -2, -1, 0, 1, 2, 3, 4], { minLength: n, maxLength: n }),
        offsets: reals(n, -0.3, 0.3),
        order: fc.shuffledSubarray(
          Array.from({ length: n }, (_, l) => l + 1),
          { minLength: Math.min(baths[0], n), maxLength: Math.min(baths[1], n) },
        ),
        bathNumbers: fc.array(
          fc.record({
            temperature: real(...temperature),
            coupling: scale(...coupling),
            cutoff: real(5, 20),
          }),
          { minLength: n, maxLength: n },
        ),
      })
      .map(({ spinsUp, exchange, interaction, steps, offsets, order, bathNumbers }) => {
        // fields at least 0.4 apart: far from any reflection that would leave the steady state open
        const fields = offsets.map((x, l) => x + steps[l]);
        return {
          model: ringModel({ sites: n, spinsUp, exchange, interaction, fields }),
          baths: order.map((site, i) => ohmicBath({ site, ...bathNumbers[i] })),
        };
      }),
  );
}

/** Any graph with random couplings on every bond, connected by a chain of exchange. */
export function graphModel(sites: readonly [number, number] = [2, 4]): fc.Arbitrary<SpinModel> {
  return fc.integer({ min: sites[0], max: sites[1] }).chain((n) => {
    const pairs = Array.from({ length: n }, (_, l) => l + 1).flatMap((l) =>
      Array.from({ length: n - l }, (_, k) => [l, l + k + 1] as const),
    );
    return fc
      .record({
        spinsUp: fc.integer({ min: 0, max: n }),
        fields: reals(n, -3, 3),
        extra: fc.subarray(pairs.filter(([l, m]) => m > l + 1)),
        turned: fc.boolean(),
        exchange: reals(pairs.length, -2, 2),
        interaction: reals(pairs.length, -4, 4),
      })
      .map(({ spinsUp, fields, extra, turned, exchange, interaction }) => {
        const chosen = [...pairs.filter(([l, m]) => m === l + 1), ...extra];
        const bonds: Bond[] = chosen.map(([l, m], i) => ({
          from: turned ? m : l,
          to: turned ? l : m,
          exchange: exchange[i],
          interaction: interaction[i],
        }));
        return spinModel({ sites: n, spinsUp, bonds, fields });
      });
  });
}

/** Numbers from −1 to 1 that are the same in every run, for matrices and start vectors. */
export function noise(start: number): () => number {
  let state = start >>> 0 || 1;
  return () => {
    // xorshift, Marsaglia 2003
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  };
}
