// How cost grows with the ring: docs/pictures/growth.svg from bench/growth.json, which --take makes anew of the results of
// a run of bench.mjs (npm run bench).
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import lineFigures from "../dist/figures/line-figure.js";
import svg from "../dist/node/svg.js";

const here = dirname(fileURLToPath(import.meta.url));
const data = join(here, "growth.json");
const json = (path) => JSON.parse(readFileSync(path, "utf8"));

if (process.argv.includes("--take")) {
  const { machine, results } = json(join(here, "results.json"));
  const states = (sites) =>
    Array.from({ length: sites / 2 }, (_, k) => (sites / 2 + k + 1) / (k + 1)).reduce(
      (n, factor) => n * factor,
    );
  const rows = results
    .filter(({ batch }) => batch === 1)
    .map(({ sites }) => {
      const all = results.filter((row) => row.sites === sites);
      const best = (name) =>
        Math.min(
          ...all.flatMap((row) =>
            Object.entries(row).flatMap(([key, s]) => (key.startsWith(name) && s ? [s.min] : [])),
          ),
        );
      const seconds = {
        ours: best("ours"),
        numpy: best("numpy"),
        qutip4: best("QuTiP 4"),
        qutip5: best("QuTiP 5"),
      };
      return { sites, states: Math.round(states(sites)), ...seconds };
    });
  writeFileSync(data, `${JSON.stringify({ machine, rows }, null, 2)}\n`); // what is not known becomes null
}

const figure = lineFigures.lineFigure(json(data).rows, {
  description:
    "Seconds of the processor for one point against the number of states, both logarithmic: spin-ring is lowest up to 20 states, numpy from 70 states on, QuTiP far above both and no further than 70 states",
  x: { key: "states", title: "states of the half-filled ring", scale: "log" },
  y: { title: "seconds for one point", scale: "log" },
  series: [
    { key: "ours", label: "spin-ring", colour: "#0072B2" },
    { key: "numpy", label: "numpy", colour: "#D55E00" },
    { key: "qutip5", label: "QuTiP 5.1", colour: "#009E73", dash: [6, 3] },
    { key: "qutip4", label: "QuTiP 4.7", colour: "#8D56B8", dash: [2, 3] },
  ],
});
writeFileSync(join(here, "..", "docs", "pictures", "growth.svg"), await svg.figureSvg(figure));
