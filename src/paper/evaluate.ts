// The ledger: every claim of the paper, asked of a world, with what was measured and the verdict.
import { InputError } from "../input/guards";
import { agrees, type Claim, expectedText, type LedgerEntry, type Measurement } from "./claim";
import { currentClaims } from "./current-claims";
import { driveClaims } from "./drive-claims";
import { equationClaims } from "./equation-claims";
import { ergotropyClaims } from "./ergotropy-claims";
import { fluxClaims } from "./flux-claims";
import { largerRingClaims } from "./larger-ring-claims";
import { minimalityClaims } from "./minimality-claims";
import { strongCouplingClaims } from "./strong-coupling-claims";
import { twoRingClaims } from "./two-ring-claims";
import { paperWorld, type World } from "./world";

/** All claims of the paper, in its order. */
export const CLAIMS: readonly Claim[] = [
  ...minimalityClaims,
  ...currentClaims,
  ...equationClaims,
  ...ergotropyClaims,
  ...largerRingClaims,
  ...twoRingClaims,
  ...fluxClaims,
  ...driveClaims,
  ...strongCouplingClaims,
];

/**
 * Puts every claim to the test.
 *
 * Where the physics has no answer, because the steady state is not unique or rounding decides, the verdict is
 * "not testable" and the note says why.
 *
 * @param world how the paper's parameters become models and baths, the paper's own physics by default
 * @param onClaim called after each claim
 * @param claims which claims, all by default; those of the outlook take longest
 * @example evaluateClaims().filter(({ verdict }) => verdict !== "replicated")
 * @example evaluateClaims({ ...paperWorld, options: { secular: "full" } })
 */
export function evaluateClaims(
  world: World = paperWorld,
  onClaim?: (entry: LedgerEntry, claim: number) => void,
  claims: readonly Claim[] = CLAIMS,
): LedgerEntry[] {
  return claims.map((claim, i) => {
    const { measure, ...text } = claim;
    const entry = { ...text, ...outcome(claim, world) };
    onClaim?.(entry, i + 1);
    return entry;
  });
}

function outcome(claim: Claim, world: World): Pick<LedgerEntry, "measured" | "verdict" | "note"> {
  let result: Measurement;
  try {
    result = claim.measure(world);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { measured: null, verdict: "not testable", note: error.message };
  }
  const { measured, partly, open, note } = result;
  const verdict = agrees(claim, measured) ? "replicated" : partly ? "partly" : open ? "open" : "not";
  return { measured: stable(measured), verdict, ...(note === undefined ? {} : { note }) };
}

/** Six significant digits; what is zero but for rounding errors is 0. */
function stable(measured: number | string): number | string {
  if (typeof measured === "string") return measured;
  return Math.abs(measured) < 1e-12 ? 0 : Number(measured.toPrecision(6));
}

/**
 * A ledger entry on one line: number, verdict, title, measured against expected.
 *
 * @example claimLine(evaluateClaims()[0])
 */
export function claimLine(entry: LedgerEntry): string {
  const { id, verdict, title, measured } = entry;
  const found = measured === null ? "" : `: ${measured} (expected ${expectedText(entry)})`;
  return `${id.padEnd(3)}  ${verdict.padEnd(12)}  ${title}${found}`;
}
