// Energy levels along a parameter, one panel a model side by side, each level named where it ends.
import { COLOURS, type Figure, figure, rounded } from "./theme";

/** One panel of a level diagram: the energies of a model at each value of the parameter. */
export interface LevelPanel {
  readonly title: string;
  /** one entry a value of the parameter: the value and the energies E_1 ≤ E_2 ≤ … */
  readonly rows: readonly { readonly x: number; readonly energies: ArrayLike<number> }[];
}

/**
 * Level diagrams side by side on a common energy scale.
 *
 * @param description the alternative text: what is to be seen
 * @param xTitle the parameter with its unit
 * @example levelFigure("one level", "Δ (J)", [{ title: "flat", rows: [{ x: 0, energies: [1] }, { x: 1, energies: [1] }] }])
 */
export function levelFigure(description: string, xTitle: string, panels: readonly LevelPanel[]): Figure {
  return figure(description, {
    spacing: 18,
    hconcat: panels.map((panel, p) => levelPanel(panel, xTitle, p === 0)),
  });
}

function levelPanel({ title, rows }: LevelPanel, xTitle: string, first: boolean): object {
  const points = rows.flatMap(({ x, energies }) =>
    Array.from(energies, (energy, k) => ({ x, energy, level: `E${SUBSCRIPTS[k + 1] ?? k + 1}` })),
  );
  const last = rows[rows.length - 1].x;
  const energy = { field: "energy", type: "quantitative", title: first ? "energy (J)" : null };
  const x = { field: "x", type: "quantitative", title: xTitle, scale: { nice: false } };
  return {
    title,
    width: 190,
    height: 260,
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

const SUBSCRIPTS = Array.from("₀₁₂₃₄₅₆₇₈₉");
