// In place of what the library imports and seldom calls: functions of parts (parts.ts) that are brought where a cell
// speaks of them, or where a drawing needs them.
import type * as forces from "d3-force";
import { InputError } from "../../input/guards";
import type * as driven from "../../states/driven";
import type * as onItsWay from "../../states/hierarchy-evolution";
import type * as hierarchy from "../../states/hierarchy-state";
import type * as undamped from "../../states/undamped";
import { of } from "./loader";

type Call = (...args: never[]) => unknown;

/** A function of a module whose part is here when it is called. */
const later =
  (module: string, name: string, word: string): Call =>
  (...args) => {
    const there = of<Record<string, Call>>(module)[name];
    if (there) return there(...args);
    throw new InputError(
      `a page brings what this takes for a cell that has the word "${word}": write it in this cell`,
    );
  };

const force = (name: keyof typeof forces): Call => later("d3-force", name, "modelFigure");
export const forceLink = force("forceLink") as typeof forces.forceLink;
export const forceManyBody = force("forceManyBody") as typeof forces.forceManyBody;
export const forceSimulation = force("forceSimulation") as typeof forces.forceSimulation;
export const forceX = force("forceX") as typeof forces.forceX;
export const forceY = force("forceY") as typeof forces.forceY;

export const hierarchyState = later(
  "states/hierarchy-state",
  "hierarchyState",
  "hierarchy",
) as typeof hierarchy.hierarchyState;

export const hierarchyEvolution = later(
  "states/hierarchy-evolution",
  "hierarchyEvolution",
  "hierarchy",
) as typeof onItsWay.hierarchyEvolution;

export const longTimeState = later(
  "states/undamped",
  "longTimeState",
  "initial",
) as typeof undamped.longTimeState;

const underDrive = (name: keyof typeof driven): Call => later("states/driven", name, "drive");
export const drivenState = underDrive("drivenState") as typeof driven.drivenState;
export const distributionOf = underDrive("distributionOf") as typeof driven.distributionOf;
export const instants = underDrive("instants") as typeof driven.instants;
export const meanOver = underDrive("meanOver") as typeof driven.meanOver;
export const moments = underDrive("moments") as typeof driven.moments;
/** Asked of every state. */
export const periodOf = ((state) => (state as { period?: never }).period) as typeof driven.periodOf;
