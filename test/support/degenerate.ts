// Models whose symmetry makes levels coincide, and the same ones with their sites renumbered.
import fc from "fast-check";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { real } from "./random";

/** A ring of three to six equal sites, with an interaction and a field. */
export const uniformRing = (): fc.Arbitrary<SpinModel> =>
  fc.integer({ min: 3, max: 6 }).chain((sites) =>
    fc
      .record({
        spinsUp: fc.integer({ min: 1, max: sites - 1 }),
        interaction: real(0.5, 3),
        field: real(-2, 2),
      })
      .map(({ field, ...ring }) =>
        ringModel({ sites, ...ring, fields: new Array<number>(sites).fill(field) }),
      ),
  );

/** A ring, a star or a complete graph of three to six equal sites, the middle of the star aside. */
export const symmetricGraph = (): fc.Arbitrary<SpinModel> =>
  fc.tuple(uniformRing(), fc.constantFrom("ring", "star", "complete")).map(([ring, shape]) => {
    const { sites } = ring;
    const [bond] = ring.bonds;
    const pairs = Array.from({ length: sites * sites }, (_, i) => [
      1 + (i % sites),
      1 + Math.floor(i / sites),
    ]);
    const bonds = pairs
      .filter(([from, to]) => from < to && (from === 1 || shape === "complete"))
      .map(([from, to]) => ({ ...bond, from, to }));
    return shape === "ring" ? ring : spinModel({ ...ring, bonds });
  });

/** The same model with site l called order[l − 1]. */
export function renumberedModel(model: SpinModel, order: readonly number[]): SpinModel {
  const fields = model.fields.slice();
  model.fields.forEach((h, l) => {
    fields[order[l] - 1] = h;
  });
  const bonds = model.bonds.map((bond) => ({ ...bond, from: order[bond.from - 1], to: order[bond.to - 1] }));
  return spinModel({ ...model, bonds, fields });
}
