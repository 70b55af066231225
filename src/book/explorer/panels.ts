// What the five panels draw: which curves, in which colours, over which bands.
import { CURRENT_LINES } from "../../figures/current-figure";
import { LEVELS } from "../../figures/theme";
import { type Band, beyondBands, inversionBands, modeBands, refusedBands, strongBands } from "./bands";
import type { Line, Picture, Shade } from "./chart";
import type { Curves } from "./curves";
import type { Point } from "./point";
import { fixedText, milliText, refusedText } from "./readings";

/** A panel of the page. */
export interface Panel {
  readonly key: "heat" | "spin" | "levels" | "populations" | "ergotropy";
  readonly title: string;
  readonly unit: string;
  readonly scale: number;
  readonly height: number;
  readonly include: readonly number[];
}

/** From top to bottom. */
export const PANELS: readonly Panel[] = [
  { key: "heat", title: "Heat currents", unit: "10⁻³ J²/ħ", scale: 1e-3, height: 190, include: [0] },
  { key: "spin", title: "Spin current", unit: "10⁻³ J/ħ", scale: 1e-3, height: 150, include: [0] },
  { key: "levels", title: "Energy levels", unit: "J", scale: 1, height: 210, include: [] },
  { key: "populations", title: "Populations", unit: "", scale: 1, height: 190, include: [0] },
  { key: "ergotropy", title: "Ergotropy", unit: "10⁻³ J", scale: 1e-3, height: 170, include: [0] },
];

/** What every panel draws for these curves, by key. */
export function pictures(curves: Curves): Record<Panel["key"], Picture> {
  const modes = modeBands(curves).map((band): Shade => ({ band, look: `mode ${band.kind}` }));
  const inverted = inversionBands(curves).map(
    (band): Shade => ({ band, look: "inversion", label: `${band.kind}/${band.kind + 1} inverted` }),
  );
  const doubtful = [
    ...strongBands(curves).map((band): Shade => ({ band, look: "strong" })),
    ...beyondBands(curves).map((band): Shade => ({ band, look: "beyond" })),
    ...refusedBands(curves).map((band): Shade => ({ band, look: "refused" })),
  ];
  const nothing = curves.refusals.size === curves.interactions.length;
  const picture = (key: Panel["key"]): Picture => ({
    axis: { label: "Δ (J)" },
    lines: lines(key, curves),
    shades: [...modes, ...(key === "populations" ? inverted : []), ...doubtful],
    // the levels are there even where the steady state is not
    ...(nothing && key !== "levels" ? { note: refusedText(curves.refusalCodes) } : {}),
  });
  return {
    heat: picture("heat"),
    spin: picture("spin"),
    levels: picture("levels"),
    populations: picture("populations"),
    ergotropy: picture("ergotropy"),
  };
}

function lines(key: Panel["key"], { column, energies, populations }: Curves): Line[] {
  const line = (name: string, label: string, dash: readonly number[], values: Float64Array): Line => ({
    key: name,
    label,
    colour: `var(--${name})`,
    dash,
    values,
  });
  switch (key) {
    case "heat":
    case "spin":
      return CURRENT_LINES.filter((look) => (look.key === "spinCurrent") === (key === "spin")).map(
        ({ key: name, label, dash }) => line(name, label.split(" ")[0], dash, column[name]),
      );
    case "levels":
      return energies.map((values, k) => line(`level${k + 1}`, `E_${k + 1}`, LEVELS[k].dash, values));
    case "populations":
      return populations.map((values, k) => ({
        ...line(`level${k + 1}`, `p_${k + 1}`, LEVELS[k].dash, values),
        // the ground state holds the rest; drawn to scale it would press the others flat
        outside: k === 0 && populations.length > 1,
      }));
    case "ergotropy":
      return [
        line("ergotropy", "𝓔", [], column.ergotropy),
        line("incoherent", "incoherent", [8, 3], column.incoherent),
        line("coherent", "coherent", [2, 2], column.coherent),
      ];
  }
}

const SHOWN = {
  heat: ["heatUpper", "heatLower", "heatFromLeft"],
  spin: ["spinCurrent"],
  ergotropy: ["ergotropy", "incoherent", "coherent"],
} as const;

/** What the curves of a panel are at a point, by key, as numbers and as text. */
export function panelValues(key: Panel["key"], point: Point): Map<string, { value: number; text: string }> {
  const { energies, observed } = point;
  const found: [string, number, string][] = [];
  if (key === "levels")
    energies.forEach((energy, k) => void found.push([`level${k + 1}`, energy, fixedText(energy, 3)]));
  else if (observed) {
    if (key === "populations")
      observed.populations.forEach((p, k) => void found.push([`level${k + 1}`, p, fixedText(p, 5)]));
    else for (const name of SHOWN[key]) found.push([name, observed[name], milliText(observed[name])]);
  }
  return new Map(found.map(([name, value, text]) => [name, { value, text }]));
}

/** A panel in words, for those who do not see it. */
export function panelText({ key, title, unit }: Panel, curves: Curves, point: Point, at: string): string {
  const values = [...panelValues(key, point)].map(([name, { text }]) => `${name} ${text}`).join(", ");
  const bands =
    key === "populations"
      ? inversionBands(curves).map(
          ({ from, to, kind }) =>
            `levels ${kind} and ${kind + 1} inverted from ${short(from)} to ${short(to)}`,
        )
      : modeBands(curves).map(({ from, to, kind }) => `${kind} from ${short(from)} to ${short(to)}`);
  const here = values ? `At Δ = ${at}: ${values}.` : "No steady state here.";
  return `${title}${unit ? ` in ${unit}` : ""} against the interaction Δ from −4 to 4. ${here}${bands.length > 0 ? ` ${bands.join("; ")}.` : ""}`;
}

const short = (delta: number): string => delta.toFixed(2).replace("-", "−");

/** Where the curves have gaps or leave the range of the equation, and why: one sentence each. */
export function curveNotes(curves: Curves): string[] {
  const over = (bands: readonly Band<unknown>[]): string =>
    `Δ ${bands.map(({ from, to }) => `from ${short(from)} to ${short(to)}`).join(" and ")}`;
  const refused = refusedBands(curves);
  const reasons = [...new Set(refused.map(({ kind }) => kind))];
  const [beyond, strong] = [beyondBands(curves), strongBands(curves)];
  return [
    ...reasons.map(
      (reason) => `No curve for ${over(refused.filter(({ kind }) => kind === reason))}: ${reason}.`,
    ),
    ...(beyond.length > 0
      ? [
          `Hatched, ${over(beyond)}: a probability or the entropy production is negative, the Redfield equation is beyond its range there.`,
        ]
      : []),
    ...(strong.length > 0
      ? [
          `Lined, ${over(strong)}: the coupling is too strong, levels are half as wide as they are apart or wider, the Redfield equation is beyond its range there.`,
        ]
      : []),
  ];
}
