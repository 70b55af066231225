// Energy levels along a parameter, one panel a model side by side, each level named where it ends.
import { symbols } from "./symbols";
import { COLOURS, type Figure, type FigureOptions, figure, rounded, widthOf } from "./theme";

/** One panel of a level diagram: the energies of a model at each value of the parameter. */
export interface LevelPanel {
  /** above the panel */
  readonly title: string;
  /** one entry a value of the parameter: the value and the energies E_1 ≤ E_2 ≤ … */
  readonly rows: readonly {
    /** the parameter */
    readonly x: number;
    /** ascending, in units of J */
    readonly energies: ArrayLike<number>;
  }[];
}

/** What {@link levelFigure} is told beside its panels. */
export interface LevelFigureOptions extends FigureOptions {
  /** the horizontal axis */
  readonly x: {
    /** the parameter with its unit */
    readonly title: string;
  };
}

/**
 * Level diagrams side by side on a common energy scale.
 *
 * @param panels from left to right
 * @example levelFigure([{ title: "flat", rows: [0, 1].map((x) => ({ x, energies: [1] })) }], { description: "one level", x: { title: "Δ (J)" } })
 */
export function levelFigure(panels: readonly LevelPanel[], options: LevelFigureOptions): Figure {
  const energies = panels.flatMap(({ rows }) =>
    rows.flatMap((row) => Array.from(row.energies).filter(Number.isFinite)),
  );
  const domain = [Math.floor(Math.min(...energies)), Math.ceil(Math.max(...energies))];
  const width = widthOf(panels.length, 56);
  const hconcat = panels.map((panel, p) => levelPanel(panel, { width, ...options }, p === 0, domain));
  return figure(options, { spacing: 18, hconcat });
}

function levelPanel(
  { title, rows }: LevelPanel,
  { x: { title: xTitle }, width, height = 300 }: LevelFigureOptions,
  first: boolean,
  domain: readonly number[],
): object {
  const points = rows.flatMap(({ x, energies }) =>
    Array.from(energies, (energy, k) => ({ x, energy, level: symbols(`E_${k + 1}`) })),
  );
  const last = rows[rows.length - 1].x;
  const energy = {
    field: "energy",
    type: "quantitative",
    title: first ? "energy (J)" : null,
    scale: { domain },
  };
  const x = { field: "x", type: "quantitative", title: xTitle, scale: { nice: false } };
  return {
    title,
    width,
    height,
    data: { values: rounded(points) },
    layer: [
      {
        mark: { type: "line", strokeWidth: 1.8, color: COLOURS.ink },
        encoding: { x, y: energy, detail: { field: "level" } },
      },
      {
        transform: [{ filter: `datum.x === ${last}` }],
        mark: { type: "text", align: "left", dx: 5, fontSize: 11, color: COLOURS.ink },
        encoding: { x, y: energy, text: { field: "level" } },
      },
    ],
  };
}
