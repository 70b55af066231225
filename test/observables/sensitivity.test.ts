import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bath, generalBath, ohmicBath } from "../../src/baths/bath";
import type { Direction, ParameterPath } from "../../src/equations/direction";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { linspace } from "../../src/numerics/extrema";
import { avoidedCrossings } from "../../src/observables/crossings";
import { sensitivity } from "../../src/observables/sensitivity";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { steadyState } from "../../src/states/steady-state";
import { expectClose, largest } from "../support/close";
import { derivatives } from "../support/derivative";
import { observed, slopes } from "../support/observed";
import { forAll, type RandomSystem, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

/** The system with one of its parameters moved by t. */
function moved({ model, baths }: { model: SpinModel; baths: Bath[] }, path: ParameterPath, t: number) {
  const [kind, number, quantity] = path.split(".");
  const at = Number(number) - 1;
  const change = (bath: Bath, i: number): Bath =>
    i === at ? { ...bath, [quantity]: (bath as unknown as Record<string, number>)[quantity] + t } : bath;
  if (kind === "baths") return { model, baths: baths.map(change) };
  if (kind === "fields") {
    return { model: { ...model, fields: model.fields.map((h, l) => (l === at ? h + t : h)) }, baths };
  }
  const coupling = kind === "bonds" ? quantity : kind;
  const bonds = model.bonds.map((bond, i) =>
    kind === "bonds" && i !== at ? bond : { ...bond, [coupling]: bond[coupling as "exchange"] + t },
  );
  return { model: { ...model, bonds }, baths };
}

/** Every parameter of a system, each with a step over which little changes but the digits. */
function parameters({ model, baths }: RandomSystem): [ParameterPath, number][] {
  return [
    ["interaction", 0.02],
    ["exchange", 0.02],
    ...model.bonds.flatMap((_, i): [ParameterPath, number][] => [
      [`bonds.${i + 1}.interaction`, 0.02],
      [`bonds.${i + 1}.exchange`, 0.02],
    ]),
    ...model.fields.map((_, l): [ParameterPath, number] => [`fields.${l + 1}`, 0.02]),
    ...baths.flatMap((bath, b): [ParameterPath, number][] => [
      [`baths.${b + 1}.temperature`, 0.05 * bath.temperature],
      [`baths.${b + 1}.coupling`, 0.05 * bath.coupling],
      [`baths.${b + 1}.cutoff`, 0.05 * bath.cutoff],
    ]),
  ];
}

/** Whether populations change places within a few steps, where the ergotropy has a kink. */
const reorders = (p: Float64Array, slope: Float64Array, step: number): boolean =>
  p.some((pk, k) => p.some((pl, l) => Math.abs(pk - pl) < 4 * step * Math.abs(slope[k] - slope[l])));

test("every observable of random rings has the slopes that differences show, in every parameter", () => {
  const systems = ringSystem({ sites: [3, 6], baths: [1, 3], coupling: [-2, -1] });
  const pick = fc.tuple(systems, fc.nat());
  let [sharp, all] = [0, 0];
  forAll(pick, 40, ([system, choice]) => {
    const state = steadyState(system.model, system.baths);
    const list = parameters(system);
    for (const [path, step] of [list[choice % list.length], list[(choice + 3) % list.length]]) {
      const at = (t: number) => {
        const { model, baths } = moved(system, path, t);
        return observed(steadyState(model, baths));
      };
      const answer = sensitivity(state, path);
      const exact = slopes(answer, state.basis.size);
      const differences = derivatives(at, step);
      const unit = largest(exact) + largest(observed(state)) / step;
      const smooth = exact.length - (reorders(state.populations, answer.populations!, step) ? 3 : 0);
      differences.slice(0, smooth).forEach(({ value, error }, k) => {
        expect(Math.abs(exact[k] - value), `${path}, entry ${k}`).toBeLessThan(10 * error + 1e-11 * unit);
        all++;
        if (error < 1e-9 * unit) sharp++;
      });
    }
  });
  expect(sharp / all).toBeGreaterThan(0.9);
});

test("so it is under the universal Lindblad equation, whose jumps move on both sides of ρ", () => {
  const universal = { equation: "universal-lindblad" } as const;
  const kinds: RandomSystem[] = [
    {
      model: ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields: [0, 2, 1, 0.3] }),
      baths: [1, 3].map((site) => ohmicBath({ site, temperature: 3 - site / 1.5, coupling: 0.05 })),
    },
    {
      model: ringModel({ sites: 3, spinsUp: 1, fields: [0, 0.9, 0.4], flux: 0.7 }),
      baths: [1, 2, 3].map((site) => ohmicBath({ site, temperature: 0.5 + site / 2, coupling: 0.02 * site })),
    },
    {
      model: ringModel({ sites: 2, interaction: 1.3, fields: [0.6, -0.4] }),
      baths: [1, 2].map((site) => ohmicBath({ site, temperature: site, operator: site === 1 ? "x" : "y" })),
    },
  ];
  for (const system of kinds) {
    const state = steadyState(system.model, system.baths, universal);
    for (const [path, step] of parameters(system)) {
      const exact = sensitivity(state, path).bathHeat;
      const differences = derivatives((t) => {
        const { model, baths } = moved(system, path, t);
        return steadyState(model, baths, universal).bathHeat;
      }, step);
      const unit = largest(exact) + largest(state.bathHeat) / step;
      differences.forEach(({ value, error }, b) => {
        expect(Math.abs(exact[b] - value), `${path}, bath ${b + 1}`).toBeLessThan(10 * error + 1e-11 * unit);
      });
    }
  }
});

test("a direction is the sum of its parts", () => {
  const state = steadyState(paperModel({ spinsUp: 2, interaction: 1.3 }), paperBaths());
  const parts: [ParameterPath, number][] = [
    ["interaction", -0.7],
    ["fields.3", 0.5],
    ["baths.1.temperature", 0.5],
    ["baths.2.temperature", -0.5],
    ["baths.2.cutoff", 3],
  ];
  const whole = slopes(sensitivity(state, Object.fromEntries(parts)), 6);
  const sum = whole.map(() => 0);
  for (const [path, speed] of parts) {
    slopes(sensitivity(state, path), 6).forEach((slope, k) => {
      sum[k] += speed * slope;
    });
  }
  expectClose(whole, sum, 1e-13 * largest(whole));
  expect(largest(slopes(sensitivity(state, {}), 6))).toBe(0);
});

test("a bath with the paper's spectral density written out has the paper's slopes", () => {
  const model = paperModel({ spinsUp: 2, interaction: 2.1 });
  const [left, right] = paperBaths();
  const exact = steadyState(model, [left, right]);
  const densities = ["0.01 w exp(-w/10)", (w: number) => 0.01 * w * Math.exp(-w / 10)];
  for (const spectralDensity of densities) {
    const { coupling: _, cutoff: __, ...bath } = left;
    const general = steadyState(model, [generalBath({ ...bath, spectralDensity }), right]);
    for (const path of ["interaction", "fields.2", "baths.1.temperature", "baths.2.coupling"] as const) {
      const expected = slopes(sensitivity(exact, path), 6);
      expectClose(slopes(sensitivity(general, path), 6), expected, 1e-10 * largest(expected), path);
    }
  }
});

test("a bath at T = 0 stops no slope but that in its own temperature", () => {
  const cold = (t: number) => steadyState(paperModel({ spinsUp: 2, interaction: 2.1 + t }), paperBaths(2, 0));
  const exact = slopes(sensitivity(cold(0), "interaction"), 6);
  derivatives((t) => observed(cold(t)), 0.02).forEach(({ value }, k) => {
    expect(Math.abs(exact[k] - value)).toBeLessThan(1e-9);
  });
  expect(refusal(() => sensitivity(cold(0), "baths.2.temperature"))).toBe(
    "baths.2.temperature must be above 0 for a derivative, got 0: take a small temperature instead",
  );
});

test("a bath at T = 0 has the same slopes where its spectral density is a function", () => {
  const model = paperModel({ spinsUp: 2, interaction: 2.1 });
  const [hot, cold] = paperBaths(2, 0);
  const own = generalBath({ site: 3, temperature: 0, spectralDensity: (w) => 0.01 * w * Math.exp(-w / 10) });
  const expected = slopes(sensitivity(steadyState(model, [hot, cold]), "interaction"), 6);
  const found = slopes(sensitivity(steadyState(model, [hot, own]), "interaction"), 6);
  expectClose(found, expected, 1e-10 * largest(expected));
});

test("graphs that are no rings have slopes too, of every bond together", () => {
  const graph = (t: number) =>
    steadyState(
      spinModel({
        sites: 4,
        spinsUp: 2,
        bonds: [
          { from: 1, to: 2, exchange: 1, interaction: 2 + t },
          { from: 3, to: 2, exchange: 0.8, interaction: 1 + t },
          { from: 3, to: 4, exchange: 1.1, interaction: -1 + t },
          { from: 1, to: 3, exchange: 0.3, interaction: t },
        ],
        fields: [0, 2, 1, 0.5],
      }),
      paperBaths(),
    );
  const exact = sensitivity(graph(0), "interaction");
  expect(exact.heatCurrents).toEqual({});
  derivatives((t) => observed(graph(t)), 0.02).forEach(({ value }, k) => {
    expect(Math.abs(slopes(exact, 6)[k] - value)).toBeLessThan(1e-10);
  });
});

test("the one state of an empty sector does not change", () => {
  const state = steadyState(ringModel({ sites: 4, spinsUp: 0, fields: [1, 2, 3, 4] }), paperBaths());
  const { energies, populations, bathHeat, ergotropy } = sensitivity(state, "fields.2");
  expect([energies, populations, bathHeat]).toEqual([
    Float64Array.of(-1),
    Float64Array.of(0),
    Float64Array.of(0, 0),
  ]);
  expect(ergotropy).toBe(0);
});

// A mirror through sites 2 and 4 exchanges the baths: levels of different parity cross, and the temperatures see to
// it that the steady state is unique.
const mirrored = (interaction: number) =>
  ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 0, 0.7] });
const crossing = () => {
  const found = [1, 2, 3, 4, 5].flatMap((level) => avoidedCrossings(mirrored, level, linspace(-3, 3, 61)));
  return found.find(({ gap, slope }) => gap < 1e-12 && slope > 0.1)!.at;
};
const rough = (site: number, temperature: number) => ohmicBath({ site, temperature, cutoff: 3 });
const smooth = (site: number, temperature: number) =>
  generalBath({ site, temperature, spectralDensity: "0.01 w / (1 + w^2/9)" });

/** A function of t at x, through its values at ever smaller t (Neville's scheme). */
function extrapolated(f: (t: number) => number[], step: number, x: number): number[] {
  const points = Array.from({ length: 8 }, (_, i) => step / 2 ** i);
  let table = points.map(f);
  for (let width = 1; table.length > 1; width++) {
    table = table.slice(1).map((row, i) => {
      const [low, high] = [points[i + width], points[i]];
      return row.map((y, k) => ((x - high) * y - (x - low) * table[i][k]) / (low - high));
    });
  }
  return table[0];
}

test.each([
  ["a rate with a kink at zero energy", rough],
  ["a rate that is smooth there", smooth],
])("however close two levels are, the slopes keep their digits: %s", (_, bath) => {
  const at = crossing();
  const of = (interaction: number): number[] => {
    const state = steadyState(mirrored(interaction), [bath(1, 2), bath(3, 1)]);
    const { bathHeat, heatCurrents, spinCurrents } = sensitivity(state, "interaction");
    return [...bathHeat, ...Object.values(heatCurrents), ...spinCurrents];
  };
  // the state changes over distances like the rates, 1e-2, so that a step must be smaller
  const side = (sign: number, distance: number) => extrapolated((t) => of(at + sign * t), 2e-3, distance);
  const [above, below] = [side(1, 0), side(-1, 0)];
  for (const distance of [1e-4, 1e-5, 3e-6, 1e-6, 1e-8, 1e-10]) {
    for (const sign of [1, -1]) {
      const [actual, expected] = [of(at + sign * distance), side(sign, distance)];
      expectClose(actual, expected, 1e-9 * largest(above), `${sign * distance} from the crossing`);
    }
  }
  // at the crossing itself what a central difference would show: the mean of both sides
  const mean = above.map((x, k) => (x + below[k]) / 2);
  expectClose(of(at), mean, 1e-9 * largest(mean), "at the crossing");
  const jump = largest(above.map((x, k) => x - below[k]));
  if (bath === smooth) expect(jump).toBeLessThan(1e-8);
  else expect(jump).toBeGreaterThan(1e-6);
});

test("where levels cross, what has no slope is null and the rest is not", () => {
  const state = steadyState(mirrored(crossing()), paperBaths());
  const parted = sensitivity(state, "interaction");
  expect([parted.energies, parted.populations, parted.ergotropy, parted.ergotropyParts]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(Number.isFinite(parted.bathHeat[0])).toBe(true);
  // a temperature moves no level
  const still = sensitivity(state, "baths.1.temperature");
  expect(still.energies).toEqual(new Float64Array(6));
  expect(still.ergotropyParts?.total).toBe(still.ergotropy);
  // and a field that is everywhere the same shifts them all alike
  const shifted = sensitivity(state, { "fields.1": 1, "fields.2": 1, "fields.3": 1, "fields.4": 1 });
  expectClose(shifted.energies!, new Float64Array(6), 1e-13);
});

test.each([1, -1])(
  "three levels that are one move together: four sites, all joined by J = %d, in equilibrium",
  (J) => {
    const bonds = [1, 2, 3].flatMap((from) =>
      [2, 3, 4].filter((to) => to > from).map((to) => ({ from, to, exchange: J })),
    );
    const temperature = 3;
    const baths = [1, 2, 3, 4].map((site) => ohmicBath({ site, temperature }));
    const slopes = sensitivity(steadyState(spinModel({ sites: 4, spinsUp: 1, bonds }), baths), "exchange");
    // −2J three times and 6J: p = 1 / (3 + e^{−8J/T}) and three times less
    const x = Math.exp((-8 * J) / temperature);
    const slope = ((8 / temperature) * x) / (3 + x) ** 2;
    const ascending = (values: number[]): number[] => (J > 0 ? values : values.reverse());
    expectClose(slopes.populations ?? [], ascending([slope, slope, slope, -3 * slope]), 1e-13);
    expectClose(slopes.energies ?? [], ascending([-2, -2, -2, 6]), 1e-13);
    expect(Math.abs(slopes.ergotropy ?? Number.NaN)).toBeLessThan(1e-13);
  },
);

test("a parameter that is not there is refused by name", () => {
  const state = steadyState(paperModel({ spinsUp: 2, interaction: 1 }), paperBaths());
  const none: [string, string][] = [
    ["fields.0", "there is no site 0, they count from 1 to 4"],
    ["fields.5", "there is no site 5, they count from 1 to 4"],
    ["fields.1.5", "fields.1 is a number"],
    ["bonds.5.exchange", "there is no bond 5, they count from 1 to 4"],
    ["bonds.1", "a bond has exchange, interaction, phase"],
    ["baths.3.coupling", "there is no bath 3, they count from 1 to 2"],
    ["baths.1.site", "a bath has temperature, coupling, cutoff"],
    ...["Interaction", "toString", "fields", "sites"].map((path): [string, string] => [
      path,
      "there are interaction, exchange, flux, fields.1 and so on to fields.4, bonds.1.exchange and so on to bonds.4, baths.1.temperature and so on to baths.2",
    ]),
  ];
  for (const [path, reason] of none) {
    expect(refusal(() => sensitivity(state, path as Direction))).toBe(`${path} is no parameter: ${reason}`);
  }
  expect(refusal(() => sensitivity(state, "a\nb" as Direction))).toMatch(/^"a\\nb" is no parameter/);
  for (const along of [undefined, null, 3, ["interaction"]] as unknown as Direction[]) {
    expect(refusal(() => sensitivity(state, along))).toMatch(
      /^direction must be a parameter such as "interaction" or speeds such as \{ "fields.2": 1 \}, got /,
    );
  }
  expect(refusal(() => sensitivity(state, { "fields.2": Number.NaN }))).toBe(
    'direction["fields.2"] must be a finite number, got NaN',
  );
});

test("a bath of one's own spectral density has no coupling and no cutoff to move", () => {
  const baths = [smooth(1, 2), smooth(3, 1)];
  const state = steadyState(paperModel({ spinsUp: 2, interaction: 1 }), baths);
  for (const quantity of ["coupling", "cutoff"] as const) {
    expect(refusal(() => sensitivity(state, `baths.2.${quantity}`))).toBe(
      `baths.2.${quantity} is no parameter: the bath at site 3 has a spectral density of its own`,
    );
  }
});

test("states of another equation are refused: secular, with the Lamb shift, or changed by hand", () => {
  const [model, baths] = [paperModel({ spinsUp: 2, interaction: 1 }), paperBaths()];
  const state = steadyState(model, baths);
  const others = [
    steadyState(model, baths, { secular: "full" }),
    steadyState(model, baths, { secular: 0.5 }),
    steadyState(model, paperBaths(1, 1), { secular: "full" }), // Gibbs, as the full equation has it
    steadyState(model, baths, { lambShift: true }),
  ];
  const turned = { ...state, baths: paperBaths(2, 1.01) };
  expect(refusal(() => sensitivity(turned, "interaction"))).toBe(
    "the derivative needs a steady state of the Redfield equation as steadyState finds it: this one does not solve it",
  );
  for (const other of others) {
    expect(refusal(() => sensitivity(other, "interaction"))).toBe(
      "a derivative needs a steady state of the full Redfield equation: compute it without secular and lambShift",
    );
  }
  const hierarchy = steadyState(model, baths, { equation: "hierarchy" });
  expect(refusal(() => sensitivity(hierarchy, "interaction"))).toBe(
    "a derivative is not known under the hierarchy of equations of motion: take the difference of two steady states",
  );
});
