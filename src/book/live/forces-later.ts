// In place of d3-force, which few drawings need: it is brought where a graph has to be laid out (shown-later.ts).
import type * as forces from "d3-force";
import { of } from "./loader";

const later = <K extends keyof typeof forces>(name: K): (typeof forces)[K] =>
  ((...args: never[]) =>
    (of<typeof forces>("d3-force")[name] as (...all: never[]) => unknown)(...args)) as never;

export const forceLink: typeof forces.forceLink = later("forceLink");
export const forceManyBody: typeof forces.forceManyBody = later("forceManyBody");
export const forceSimulation: typeof forces.forceSimulation = later("forceSimulation");
export const forceX: typeof forces.forceX = later("forceX");
export const forceY: typeof forces.forceY = later("forceY");
