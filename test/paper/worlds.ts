// The paper's physics with one thing changed.

import type { SpinModel } from "../../src/model/model";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { paperWorld, type World } from "../../src/paper/world";

/** The correlator without its 1/π: all rates π times larger. */
export const withoutPi: World = {
  ...paperWorld,
  baths: (left, right) =>
    paperBaths(left, right).map((bath) => ({ ...bath, coupling: bath.coupling * Math.PI })),
};

export const swappedTemperatures: World = {
  ...paperWorld,
  baths: (left, right) => paperBaths(right, left),
};

/**
 * Δ σᶻσᶻ on every bond instead of Δ n n. With n = (1 + σᶻ)/2,
 *   Δ σᶻ_l σᶻ_m = 4Δ n_l n_m − Δ (σᶻ_l + σᶻ_m) − Δ,
 * which is an interaction 4Δ and a field −Δ on both ends; the constant shifts all levels alike.
 */
export const pauliInteraction: World = {
  ...paperWorld,
  model: (options): SpinModel => {
    const model = paperModel({ ...options, interaction: 4 * options.interaction });
    const bondsAt = (site: number) =>
      model.bonds.filter(({ from, to }) => from === site || to === site).length;
    const fields = model.fields.map((h, l) => h - options.interaction * bondsAt(l + 1));
    return { ...model, fields };
  },
};

/** h₄ = h₂: a mirror exchanges sites 2 and 4, and both baths stay where they are. */
export const mirrorSymmetric: World = {
  ...paperWorld,
  model: (options): SpinModel => {
    const model = paperModel(options);
    const [h1, h2, h3] = model.fields;
    return model.sites === 4 ? { ...model, fields: [h1, h2, h3, h2] } : model;
  },
};

export const secular: World = { ...paperWorld, options: { secular: "full" } };
