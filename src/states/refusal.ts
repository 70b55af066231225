// Why a steady state is refused, in words.

import type { Bath } from "../baths/bath";
import type { EquationName } from "../equations/equation";
import type { RedfieldGenerator } from "../equations/generator";
import { actsLocally } from "../equations/lindblad";
import { motionOf } from "../equations/undamped-modes";
import { InputError } from "../input/guards";
import { sectorText, sizeOf } from "../model/basis";
import type { SpinModel } from "../model/model";
import { conservedFlip, conservedPermutation, joinedSites, permutationText } from "../model/symmetry";
import type { Accuracy } from "./accuracy";
import { LARGEST_FALLBACK } from "./direct";

/** A steady state that is not unique. */
export function notUnique(reason: string): InputError {
  return new InputError(`the steady state is not unique: ${reason}`, "not-unique");
}

/** Whether S and H conserve more than the trace: for equations without 32 digits, which would tell. */
export const keepsApart = (generator: RedfieldGenerator): boolean =>
  generator.size <= LARGEST_FALLBACK &&
  motionOf(generator, Number.POSITIVE_INFINITY).modes.filter(({ frequency }) => frequency === 0).length > 1;

interface System {
  readonly model: SpinModel;
  readonly baths: readonly Bath[];
  readonly asked: number;
}

/** What was found, where anything was. */
interface Found {
  readonly accuracy: Accuracy;
  readonly residual: number;
  readonly converged: boolean;
  readonly singular?: boolean;
  readonly weakest?: readonly [number, number];
}

/**
 * The refusal of a state of which too little is known.
 *
 * @param known the best that can be known of it, by whatever method
 */
export function refusal(
  { model, baths, asked }: System,
  found?: Found,
  known: Found | undefined = found,
): InputError {
  const { sites, spinsUp } = model;
  if (known && known.accuracy.populations <= asked && known.accuracy.currents <= asked) {
    return new InputError(
      'this method does not know the steady state well enough, method "auto" does',
      "ill-conditioned",
    );
  }
  if (!found || found.singular) return notUnique(leftAlone(model, baths, []));
  if (!found.converged) {
    return new InputError(
      `the steady state of ${sites} sites ${sectorText(spinsUp)} was not reached (residual ${found.residual.toExponential(1)}): take a weaker coupling or, for few sites, method "dense"`,
      "not-converged",
    );
  }
  const { populations, currents } = found.accuracy;
  if (populations <= asked && baths.every(({ temperature }) => temperature === 0)) {
    return new InputError(
      "the heat currents are not known: every bath has the temperature 0, and where nothing flows to and fro there is nothing to compare their errors with, take a temperature above 0",
      "ill-conditioned",
    );
  }
  const digits = (error: number): string =>
    error < 1 ? `to ${Math.max(0, Math.floor(-Math.log10(error)))} digits` : "not at all";
  const lost = found.weakest
    ? `the rate from level ${found.weakest[0]} to level ${found.weakest[1]} is lost in rounding`
    : "its slowest rates are lost in rounding";
  return new InputError(
    `the steady state is known too badly, populations ${digits(populations)} and heat currents ${digits(currents)} of the gross flow where ${digits(asked).slice(3)} are asked: ${lost}, take rates, fields or temperatures that differ less or a larger accuracy`,
    "ill-conditioned",
  );
}

/**
 * What a model conserves that keeps its steady state from being unique, seen without solving anything.
 *
 * @param driven leaves symmetries of the model alone, which a drive may break
 */
export function whatIsConserved(
  model: SpinModel,
  baths: readonly Bath[],
  equation: EquationName = "redfield",
  driven = false,
): string | undefined {
  const { bonds, fields } = model;
  if (sizeOf(model) === 1) return undefined;
  const coupled = baths.filter((bath) => !("coupling" in bath && bath.coupling === 0));
  if (coupled.length === 0) {
    return "every bath has coupling 0 and leaves all levels alone, give one a coupling above 0";
  }
  const local = equation === "local-lindblad";
  const active = local ? coupled.filter((bath) => actsLocally(bath, fields[bath.site - 1])) : coupled;
  if (active.length === 0) {
    return "every bath has the rate 0 at the energies of its site alone, which are all that the local Lindblad equation knows: give one a temperature above 0";
  }
  if (model.spinsUp === undefined) return whatIsConservedTogether(model, active, local, driven);
  if (bonds.every((bond) => bond.exchange === 0)) {
    return "without exchange no spin can move and every level is left alone, give a bond an exchange other than 0";
  }
  const unreached = sitesWithoutBath(model, active);
  if (unreached.length > 0) {
    return `no exchange joins ${list("site", unreached)} with a bath: join them by a bond or give them a bath`;
  }
  const apart = sitesWithoutBath(model, active.slice(0, 1));
  if (apart.length > 0) {
    return `no exchange joins ${list("site", apart)} with the other sites, and the spins up of each part stay there: join them by a bond`;
  }
  const symmetry = driven ? undefined : conservedPermutation(model, active);
  return (
    symmetry &&
    `the exchange of ${permutationText(symmetry)} leaves the model and every bath unchanged: give these sites different fields or move a bath`
  );
}

/** The same with all sectors together. */
function whatIsConservedTogether(
  model: SpinModel,
  baths: readonly Bath[],
  local: boolean,
  driven: boolean,
): string | undefined {
  if (baths.every(({ operator }) => operator === undefined)) {
    return "every bath couples through σᶻ, which keeps the number of spins up: give spinsUp, or a bath another operator";
  }
  for (const sites of joinedSites(model, ({ exchange }) => exchange !== 0)) {
    if (baths.some(({ site, operator }) => operator !== undefined && sites.includes(site))) continue;
    return `no bath turns over a spin that exchange joins with ${list("site", sites)}, and as many stay up there as are: join them by a bond or give them a bath of operator "x"`;
  }
  if (driven) return undefined;
  const symmetry = conservedPermutation(model, baths);
  if (symmetry) {
    return `the exchange of ${permutationText(symmetry)} leaves the model and every bath unchanged: give these sites different fields or move a bath`;
  }
  if (local) return undefined; // to turn all spins over makes another jump of σ⁺, σ⁻
  const flip = conservedFlip(model, baths);
  return flip && `${flipText(flip)} leaves the model and every bath unchanged: change a field`;
}

function flipText({ sites, permutation }: NonNullable<ReturnType<typeof conservedFlip>>): string {
  const all = sites.length === permutation.length ? "all spins" : `the spins of ${list("site", sites)}`;
  const moves = permutation.some((to, l) => to !== l + 1);
  return `turning ${all} over${moves ? ` with the exchange of ${permutationText(permutation)}` : ""}`;
}

/**
 * What keeps a steady state from being unique where nothing simple does.
 *
 * @param sets sets of levels, counted from 0, between which nothing flows
 */
export function leftAlone(
  model: SpinModel,
  baths: readonly Bath[],
  sets: readonly (readonly number[])[],
): string {
  if (sets.length > 1) {
    const alone = sets
      .map((levels) =>
        list(
          "level",
          levels.map((k) => k + 1),
        ),
      )
      .join(" nor with ");
    return `no bath joins ${alone.replace(" nor with ", " with ")}: give the sites different fields or move a bath`;
  }
  const nearly = conservedPermutation(model, baths, 1e-3);
  if (nearly) {
    return `the exchange of ${permutationText(nearly)} leaves the model so nearly unchanged that rounding decides: make these sites differ more`;
  }
  const flip = model.spinsUp === undefined && conservedFlip(model, baths, 1e-3);
  if (flip) {
    return `${flipText(flip)} leaves the model so nearly unchanged that rounding decides: change a field`;
  }
  const levels =
    sets.length === 1
      ? `superpositions of ${list(
          "level",
          sets[0].map((k) => k + 1),
        )}`
      : "some levels";
  return `the baths leave ${levels} alone, or move them by less than the digits there are: give the sites different fields, move a bath or take a weaker coupling`;
}

/** The sites that no chain of exchange joins with a bath. */
function sitesWithoutBath({ sites, bonds }: SpinModel, baths: readonly Bath[]): number[] {
  let reached = 0; // a bit for every site
  for (let b = 0; b < baths.length; b++) reached |= 1 << baths[b].site;
  for (let before = 0; before !== reached; ) {
    before = reached;
    for (let i = 0; i < bonds.length; i++) {
      const ends = (1 << bonds[i].from) | (1 << bonds[i].to);
      if (bonds[i].exchange !== 0 && (reached & ends) !== 0) reached |= ends;
    }
  }
  const without: number[] = [];
  for (let site = 1; site <= sites; site++) if (((reached >>> site) & 1) === 0) without.push(site);
  return without;
}

/** "level 3", "levels 1, 2 and 4" */
export function list(word: string, numbers: readonly number[]): string {
  if (numbers.length === 1) return `${word} ${numbers[0]}`;
  return `${word}s ${numbers.slice(0, -1).join(", ")} and ${numbers[numbers.length - 1]}`;
}
