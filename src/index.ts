// The library: models, baths, steady states, what is observed in them, sweeps, and what a cell can use. Runs anywhere.

export {
  type Bath,
  type CouplingOperator,
  type GeneralBath,
  generalBath,
  type OhmicBath,
  type OhmicBathOptions,
  ohmicBath,
  type SpectralDensity,
} from "./baths/bath";
export { bathCorrelation, type Correlation } from "./baths/correlator";
export type { ComplexNumber, Exponent } from "./baths/exponents";
export { type ExponentFit, type ExponentFitOptions, fitExponents } from "./baths/fit";
export { levelShift } from "./baths/lamb-shift";
export { type RateSlopes, rateSlopes, transitionRate } from "./baths/rates";
export { check, versions } from "./cells/check";
export { show } from "./cells/display";
export { type ChoiceInput, type Inputs, input, type NumberInput, type SwitchInput } from "./cells/input";
export type { Choice } from "./cells/knob";
export { type Progress, progress } from "./cells/progress";
export { type SweepOptions, sweep, sweepSoFar } from "./cells/shown-sweep";
export { readSweep } from "./cells/stored-sweep";
export { showTable, type TableCell } from "./cells/table";
export { type DescribedOptions, type ModelDescription, modelFromDescription } from "./description";
export type { Direction, ParameterPath } from "./equations/direction";
export type { EquationName, Promises } from "./equations/equation";
export { type ErrorCode, InputError, type Warning } from "./input/guards";
export { type LaboratoryUnits, laboratoryUnits, type Units } from "./input/units";
export { type SectorBasis, sectorBasis, sectorSize, stateLabel } from "./model/basis";
export { type Cycle, cycleBasis } from "./model/cycles";
export type { CheckedDrive, Drive } from "./model/drive";
export {
  type GraphOptions,
  type LadderOptions,
  ladderModel,
  type StarOptions,
  starModel,
  type TwoRingOptions,
  twoRingModel,
} from "./model/graphs";
export {
  bathOperator,
  bondEnergyMatrix,
  hamiltonian,
  hamiltonianParts,
  heatCurrentOperator,
  spinCurrentOperator,
  toMatrix,
} from "./model/matrices";
export {
  type Bond,
  type BondOptions,
  type Position,
  type RingOptions,
  ringModel,
  type SpinModel,
  type SpinModelOptions,
  spinModel,
} from "./model/model";
export { findMinima, findMinimum, findRoot, findZeros, linspace, type Minimum } from "./numerics/extrema";
export type { PeriodicSeries } from "./numerics/fourier";
export { audit, type Finding, type FindingCode } from "./observables/audit";
export { conductances } from "./observables/conductance";
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
  entropy,
  mutualInformation,
  negativity,
  type ReducedState,
  reducedDensityMatrix,
} from "./observables/entanglement";
export {
  type EnergyDistribution,
  type ErgotropyParts,
  ergotropy,
  ergotropyParts,
  passiveEnergy,
} from "./observables/ergotropy";
export { errorBars, type Observations } from "./observables/error-bars";
export { bondHeat, type LoopCurrents, loopCurrents } from "./observables/graph-currents";
export {
  type InversionRegion,
  inversionRegions,
  invertedLevels,
  type Populated,
} from "./observables/inversion";
export { type ModeRegion, type ModeRow, modeBands, modeRegions } from "./observables/modes";
export { heatNoise, uncertaintyRatio } from "./observables/noise";
export { isExchanging, type PopulatedCrossing, populatedCrossings } from "./observables/relevant-crossings";
export { type Sensitivity, sensitivity } from "./observables/sensitivity";
export {
  levelSlopes,
  levels,
  overlaps,
  type Spectrum,
  spectrum,
} from "./observables/spectrum";
export { type ExpressionReader, useMathjs } from "./optional";
export { type DescribedHierarchy, type SolveResult, solve } from "./solve";
export type { Accuracy } from "./states/accuracy";
export type { Certificate, StateCertificate } from "./states/certificate";
export { stateAt } from "./states/driven";
export { evolve } from "./states/evolution";
export type { InitialState } from "./states/initial-state";
export {
  type DensityMatrix,
  densityMatrix,
  type EvolvedState,
  expectation,
  type HierarchyReport,
  type Operator,
  type Period,
  type RealMatrix,
  type State,
} from "./states/state";
export {
  type SteadyState,
  type SteadyStateOptions,
  steadyState,
} from "./states/steady-state";
export {
  type ObservableName,
  type Observe,
  type Observed,
  type ObservedColumns,
  type Observer,
  observe,
} from "./sweep/observe";
export type { PlainRow } from "./sweep/points";
export type { StopSignal } from "./sweep/run-points";
export type { Axes, Axis, AxisValues, SweepSpec, ValueRange } from "./sweep/spec";
export type { StoredSweep, SweepProgress, SweepResult, SweepRow } from "./sweep/sweep";
