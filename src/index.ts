// The public surface of spin-ring.

export { type Claim, expectation, type LedgerEntry, type Verdict } from "./claims/claim";
export { CLAIMS, claimLine, evaluateClaims } from "./claims/evaluate";
export { paperWorld, type World } from "./claims/world";
export {
  type CrossingMark,
  type CrossingRow,
  type CrossingSummary,
  crossingFigure,
  FIGURE4,
  figure4Marks,
  figure4Ring,
  figure4Rows,
  figure4State,
  figure4Summary,
} from "./figures/crossings";
export { type CurrentColumn, type CurrentRow, currentFigure } from "./figures/currents";
export {
  type ErgotropyFigureOptions,
  type ErgotropyRow,
  ergotropyFigure,
  FIGURE3,
  figure3Line,
  figure3Map,
  figure3Section,
  figure3State,
  type PopulationRow,
  type PopulationSection,
} from "./figures/ergotropy";
export {
  type RingErgotropy,
  type RingLevels,
  ringCurrentsFigure,
  ringErgotropyFigure,
  ringLevelsFigure,
  shading,
  sizeStyle,
} from "./figures/larger-rings";
export { type LevelPanel, levelFigure } from "./figures/levels";
export { type LineFigureOptions, lineFigure, type Series } from "./figures/lines";
export { modelFigure } from "./figures/model";
export { ringFigure } from "./figures/ring";
export { scorecardFigure } from "./figures/scorecard";
export { stateFigure } from "./figures/state";
export { type SweptRows, sweepFigure } from "./figures/sweep";
export type { Figure } from "./figures/theme";
export { COLOURS, LEVELS } from "./figures/theme";
export { findMinima, findMinimum, findRoot, findZeros, linspace, type Minimum } from "./linalg/extrema";
export { type SectorBasis, sectorBasis, sectorSize, stateLabel } from "./model/basis";
export { type ErrorCode, InputError, type Warning } from "./model/check";
export {
  type Bond,
  type BondOptions,
  type RingOptions,
  ringModel,
  type SpinModel,
  type SpinModelOptions,
  spinModel,
} from "./model/model";
export {
  bathOperator,
  bondEnergyMatrix,
  hamiltonian,
  heatCurrentOperator,
  spinCurrentOperator,
  toMatrix,
} from "./model/operators";
export { check, versions } from "./notebook/check";
export { show } from "./notebook/display";
export { type Progress, progress } from "./notebook/progress";
export { readSweep, type StoredSweep } from "./notebook/read-sweep";
export { type SweepOptions, sweep, sweepSoFar } from "./notebook/sweep";
export { showTable } from "./notebook/table";
export { type AvoidedCrossing, avoidedCrossings } from "./observables/crossings";
export {
  bondHeatCurrent,
  type CurrentMode,
  type HeatCurrents,
  heatCurrents,
  siteHeatCurrent,
  siteHeatCurrents,
  spinCurrents,
} from "./observables/currents";
export {
  type EnergyDistribution,
  type ErgotropyParts,
  ergotropy,
  ergotropyParts,
  passiveEnergy,
} from "./observables/ergotropy";
export { type InversionRegion, inversionRegions, invertedLevels } from "./observables/inversion";
export { type ModeRegion, modeRegions } from "./observables/modes";
export { isExchanging, type PopulatedCrossing, populatedCrossings } from "./observables/relevant-crossings";
export { type Sensitivity, sensitivity } from "./observables/sensitivity";
export {
  levelSlopes,
  levels,
  overlaps,
  type Spectrum,
  spectrum,
} from "./observables/spectrum";
export { halvedFields, PAPER, paperBaths, paperModel } from "./paper";
export type { Accuracy } from "./redfield/accuracy";
export {
  type Bath,
  type GeneralBath,
  generalBath,
  type OhmicBath,
  type OhmicBathOptions,
  ohmicBath,
  type SpectralDensity,
} from "./redfield/bath";
export type { Certificate } from "./redfield/certificate";
export { bathCorrelation, type Correlation } from "./redfield/correlator";
export type { Direction, ParameterPath } from "./redfield/direction";
export { type EvolvedCertificate, type EvolvedState, evolve } from "./redfield/evolution";
export type { InitialState } from "./redfield/initial-state";
export { levelShift } from "./redfield/lamb-shift";
export { type RateSlopes, rateSlopes, transitionRate } from "./redfield/rates";
export {
  type SteadyState,
  type SteadyStateOptions,
  steadyState,
} from "./redfield/steady-state";
export { type ModelDescription, modelFromDescription, type SolveResult, solve } from "./solve";
export type { ObservableName, Observe, ObservedColumns, Observer } from "./sweep/observe";
export type { Axes, Axis, AxisValues, SweepSpec, ValueRange } from "./sweep/spec";
export type { SweepProgress, SweepResult, SweepRow } from "./sweep/sweep";
