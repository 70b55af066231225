// Models whose symmetry makes levels coincide.
import fc from "fast-check";
import { ringModel, type SpinModel } from "../../src/model/model";
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
