// Which bath feeds which level: how strongly each bath moves the ring between the lowest level and another one.
import { basisOf } from "../../model/basis";
import { siteSpin } from "../../model/operators";
import { spectrum } from "../../observables/spectrum";
import { PAPER } from "../../paper/paper";
import type { Parameters } from "./parameters";
import { modelAt } from "./point";

/** |⟨1|σᶻ|k⟩|² for the levels k from 2 on. */
export interface Feeds {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Levels nearer than this are one: only their sum has a meaning, and each is given an equal part. */
const SAME = 1e-9;

/** The brightness of every level above the lowest to both baths. */
export function feedsAt(parameters: Parameters): Feeds {
  const model = modelAt(parameters);
  const { energies, vectors, vectorsImag } = spectrum(model);
  const n = energies.length;
  const alike = (k: number): number[] =>
    [...energies.keys()].filter((l) => Math.abs(energies[l] - energies[k]) < SAME);
  const seen = (site: number): number[] => {
    const spin = siteSpin(basisOf(model), site);
    const squared = (a: number, b: number): number => {
      let [real, imag] = [0, 0];
      for (let i = 0; i < n; i++) {
        const [x, y] = [vectors[a * n + i], vectorsImag?.[a * n + i] ?? 0];
        const [u, v] = [vectors[b * n + i], vectorsImag?.[b * n + i] ?? 0];
        real += (x * u + y * v) * spin[i];
        imag += (x * v - y * u) * spin[i];
      }
      return real * real + imag * imag;
    };
    const mean = (k: number): number => {
      const pairs = alike(0).flatMap((a) => alike(k).map((b) => squared(a, b)));
      return pairs.reduce((sum, one) => sum + one, 0) / pairs.length;
    };
    return Array.from({ length: n - 1 }, (_, k) => mean(k + 1));
  };
  return { left: seen(PAPER.bathSites.left), right: seen(PAPER.bathSites.right) };
}
