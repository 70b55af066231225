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
  const energies = panels.flatMap(({ rows }) =>
    rows.flatMap((row) => Array.from(row.energies).filter(Number.isFinite)),
  );
  const domain = [Math.floor(Math.min(...energies)), Math.ceil(Math.max(...energies))];
  const hconcat = panels.map((panel, p) => levelPanel(panel, xTitle, p === 0, domain));
  return figure(description, { spacing: 18, hconcat });
}

function levelPanel(
  { title, rows }: LevelPanel,
  xTitle: string,
  first: boolean,
  domain: readonly number[],
): object {
  const points = rows.flatMap(({ x, energies }) =>
    Array.from(energies, (energy, k) => ({ x, energy, level: `E${SUBSCRIPTS[k + 1] ?? k + 1}` })),
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
    width: 190,
    height: 300,
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
