// The way of a state under the hierarchy: what the baths remember is zero at the start, and with the steady state x_∞ where there is
// one, x(t) = x_∞ + e^{Lt}(x(0) − x_∞), so that late times take no longer than it takes to come there. Tiers are added until ρ
// changes at none of the times any more.

import type { Bath } from "../baths/bath";
import { type RedfieldGenerator, redfieldGenerator } from "../equations/generator";
import { type Hierarchy, hierarchy } from "../equations/hierarchy";
import { packState, unpackState } from "../equations/packing";
import { InputError } from "../input/guards";
import { basisOf } from "../model/basis";
import { checkSectorFits, pointBytes } from "../model/memory";
import type { SpinModel } from "../model/model";
import { arrays } from "../numerics/arrays";
import { largest } from "../numerics/entries";
import { exponentialPath } from "../numerics/exponential-path";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import { traceError } from "./accuracy";
import { certificateWarnings, couplingRatio, passingCertificate } from "./certificate";
import { promisedBy, stateOf } from "./certify";
import {
  type Asked,
  checkTierFits,
  difference,
  exponentsOf,
  heatOf,
  raise,
  rateErrorOf,
  SETTLED,
  unsettled,
} from "./hierarchy-state";
import { type InitialState, initialMatrix } from "./initial-state";
import { krylovSolver } from "./krylov";
import { keepsApart, whatIsConserved } from "./refusal";
import type { DensityMatrix, EvolvedState } from "./state";

/** What a stretch of time may lose. */
const LOST = 1e-12;
/** Products that a way may take, and the same times unknowns: some ten minutes. */
const [MOST_PRODUCTS, LONGEST] = [1e6, 4e9];
/** No entry of a state is larger than 1. */
const GROWN = 10;

/** What is known at a time. */
interface Point extends DensityMatrix {
  readonly bathHeat: Float64Array;
}

/** The way under one tier. */
interface Way {
  readonly matrices: number;
  readonly products: number;
  /** at the asked times; none where the tier lets the state grow without bound */
  readonly points: readonly Point[] | undefined;
}

/** ρ(t) at ascending times. Expects checked input. */
export function hierarchyEvolution(
  model: SpinModel,
  baths: readonly Bath[],
  initial: InitialState,
  times: readonly number[],
  asked: Asked,
): EvolvedState[] {
  checkSectorFits(model, pointBytes);
  const fits = baths.map(exponentsOf);
  const generator = redfieldGenerator(model, baths, { equation: "hierarchy", exponents: fits });
  const start = initialMatrix(initial, generator, basisOf(model));
  const steady = whatIsConserved(model, baths, "hierarchy") === undefined && !keepsApart(generator);
  const terms = fits.reduce((sum, own) => sum + own.length, 0);
  const settled = asked.accuracy ?? SETTLED;
  const { tier, found, before } = raise(
    (tier, reached) => checkTierFits(model, terms, tier, reached),
    (tier) => wayOf(hierarchy(generator, fits, tier), generator, start, times, steady),
    (one, other) => Math.max(...changesOf(one, other)),
    asked,
    settled,
  );
  const changes = changesOf(found, before);
  const isFit = baths.every(({ exponents }) => typeof exponents !== "object");
  const report = {
    tier,
    terms,
    exponents: fits,
    matrices: found.matrices,
    iterations: found.products,
    asked: settled,
    rateError: isFit ? rateErrorOf(baths, fits, generator.levels) : null,
  };
  const system = { model, baths, equation: "hierarchy", cutoff: Number.POSITIVE_INFINITY } as const;
  const promises = promisedBy(system, generator);
  const ratio = couplingRatio(generator);
  return pointsOf(tier, found).map((point, i) => {
    const { size: n } = generator;
    const eigenvalues = hermitianEigenvalues(point.real, point.imag, n).reverse();
    const certificate = passingCertificate({
      promises,
      traceError: traceError(point.real, n),
      hermiticityError: 0,
      minEigenvalue: eigenvalues[n - 1],
      couplingRatio: ratio,
    });
    const change = changes[i];
    const warnings = [
      ...unsettled(tier, change, settled),
      ...certificateWarnings("hierarchy", certificate, 2 * n * change + 1e-14, 0),
    ];
    const state = stateOf(system, { generator, ...point }, eigenvalues, certificate, warnings);
    return { time: times[i], ...state, hierarchy: { ...report, change } };
  });
}

/** The way under a hierarchy. */
function wayOf(
  { tier, matrices, liouvillian, pushed }: Hierarchy,
  generator: RedfieldGenerator,
  start: DensityMatrix,
  times: readonly number[],
  steady: boolean,
): Way {
  const { size: n } = generator;
  const { size, apply } = liouvillian;
  const end = steady && tier > 0 ? steadyEnd(liouvillian) : new Float64Array(size);
  const rest = end.map((x) => -x);
  packState(start.real, start.imag, n).forEach((x, i) => {
    rest[i] += x;
  });
  let spent = 0;
  const path = exponentialPath(apply, rest, LOST, ({ time, x, products }) => {
    spent = products;
    if (!(largest(x) < GROWN)) throw new Growing();
    if (products < MOST_PRODUCTS && products * size < LONGEST) return;
    throw new InputError(
      `the state at time ${times[times.length - 1]} is too far under tier ${tier} of the hierarchy: ${products} products of ${size} unknowns come to time ${Number(time.toPrecision(3))}, take earlier times, a lower tier or fewer exponents`,
      "too-large",
    );
  });
  try {
    const points = times.map((time) => {
      const x = path(time).map((y, i) => y + end[i]);
      const [real, imag] = arrays(2, n * n);
      unpackState(x.subarray(0, n * n), n, real, imag);
      if (!(largest(x) < GROWN)) throw new Growing();
      return {
        real,
        imag,
        bathHeat: heatOf(
          generator,
          generator.couplings.map((_, b) => pushed(x, b)),
        ),
      };
    });
    return { matrices, products: spent, points };
  } catch (error) {
    if (error instanceof Growing) return { matrices, products: spent, points: undefined };
    throw error;
  }
}

/** Thrown where a tier lets the state grow without bound. */
class Growing extends Error {}

/** Where the hierarchy ends, or zero where it is not known to end. */
function steadyEnd(liouvillian: Hierarchy["liouvillian"]): Float64Array {
  const { packed, converged } = krylovSolver(liouvillian).solve((b) => {
    b[0] = 1; // the first equation is Tr ρ = 1
  });
  return converged ? packed : packed.fill(0);
}

/** What two ways differ by at every time. */
const changesOf = (one: Way, other: Way): number[] =>
  (one.points ?? other.points ?? []).map((_, i) =>
    one.points && other.points ? difference(one.points[i], other.points[i]) : Number.POSITIVE_INFINITY,
  );

function pointsOf(tier: number, { points }: Way): readonly Point[] {
  if (points) return points;
  throw new InputError(
    `tier ${tier} of the hierarchy lets the state grow without bound: take a higher tier, or none and it is raised until the state settles`,
    "not-converged",
  );
}
