// The physics that the claims are asked of. The paper's is the default; another one shows what each claim rests on.

import type { Bath, OhmicBath } from "../baths/bath";
import { InputError } from "../input/guards";
import type { SpinModel } from "../model/model";
import { type SteadyState, type SteadyStateOptions, steadyState } from "../states/steady-state";
import { PAPER, type PaperModelOptions, paperBaths, paperModel } from "./paper";

/** How the paper's parameters become a model, its baths and a steady state. */
export interface World {
  /** the ring of the paper as this world has it */
  readonly model: (options: PaperModelOptions) => SpinModel;
  /** the left and the right bath at their temperatures, in units of J */
  readonly baths: (left: number, right: number) => readonly Bath[];
  /** how the steady state is computed */
  readonly options?: SteadyStateOptions;
}

/** The physics of the paper; `{ ...paperWorld, baths: … }` changes one thing about it. */
export const paperWorld: World = { model: paperModel, baths: paperBaths };

/** One steady state of the paper: the ring, and the temperatures of its baths. */
export interface Point extends PaperModelOptions {
  readonly left?: number;
  readonly right?: number;
}

/**
 * The steady state of a world at one point.
 *
 * @throws InputError where it is not unique
 * @example stateIn(paperWorld, { spinsUp: 2, interaction: 2.19 })
 */
export function stateIn(world: World, { left, right, ...ring }: Point): SteadyState {
  const { temperatures } = PAPER;
  const baths = world.baths(left ?? temperatures.left, right ?? temperatures.right);
  return steadyState(world.model(ring), baths, world.options);
}

/**
 * The same world with every bath changed, where a claim is about γ or ω_c.
 *
 * @throws InputError where a bath has neither
 */
export function withBaths(world: World, change: (bath: OhmicBath) => Partial<OhmicBath>): World {
  return {
    ...world,
    baths: (left, right) =>
      world.baths(left, right).map((bath) => {
        if ("coupling" in bath) return { ...bath, ...change(bath) };
        throw new InputError("this claim changes γ or ω_c: it must be asked of Ohmic baths");
      }),
  };
}

/** The same world with all couplings γ multiplied. */
export const coupled = (world: World, factor: number): World =>
  withBaths(world, ({ coupling }) => ({ coupling: factor * coupling }));
