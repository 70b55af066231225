// npm run bench: the full point of spin-ring against QuTiP's Bloch-Redfield tensor and steady state, side by side in
// one run, how time and memory grow with the ring, Figure 3a on a fine grid, and cells of a notebook. Prints a table and
// writes bench/results.json.
//   --quick      leaves out the rings that take longer than a second
//   --point N    computes one point of the ring of N sites and prints the peak memory of the process; 0 does nothing,
//                1 loads the library
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cellSeconds } from "./cells.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const alone = process.argv.includes("--point")
  ? Number(process.argv[process.argv.indexOf("--point") + 1])
  : undefined;
if (alone === 0) reportMemory(); // what Node itself takes
const { ergotropy, heatCurrents, modelFromDescription, spinCurrents, steadyState, sweep } = await import(
  "../dist/index.js"
);
if (alone !== undefined) {
  if (alone > 1) fullPoint(ring(alone));
  reportMemory();
}

function reportMemory() {
  console.log(process.resourceUsage().maxRSS / 1024);
  process.exit();
}

/** Peak memory of a process that computes one point, in MB. */
function peakMemory(sites) {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--point", sites], {
    encoding: "utf8",
  });
  return Number(child.stdout);
}
const quick = process.argv.includes("--quick");

/** A half-filled ring with the paper's baths at opposite sites and its fields on two neighbours. */
function ring(sites) {
  const fields = Array.from({ length: sites }, (_, l) => (l === 1 ? 2 : l === 2 ? 1 : 0));
  const baths = [1, sites / 2 + 1].map((site, b) => ({
    site,
    temperature: 2 - b,
    coupling: 0.01,
    cutoff: 10,
  }));
  return { sites, spinsUp: sites / 2, exchange: 1, interaction: 2.19, fields, baths };
}

/** A full point: model, steady state with its certificate, every observable. */
function fullPoint(description) {
  const { model, baths } = modelFromDescription(description);
  const state = steadyState(model, baths);
  return { state, heat: heatCurrents(state), spin: spinCurrents(state), ergotropy: ergotropy(state) };
}

/** Seconds of single runs: batches long enough for the clock, about two seconds in all, one run at least. */
function time(run) {
  // the compiler settles over the first thousands of short runs; long ones need not be repeated for it
  const start = performance.now();
  let once;
  do once = clock(run, 1);
  while (performance.now() - start < 1000);
  const batch = Math.max(1, Math.ceil(0.01 / once));
  const batches = Math.max(1, Math.min(200, Math.floor(2 / (once * batch))));
  return Array.from({ length: batches }, () => clock(run, batch));
}

function clock(run, times) {
  const start = performance.now();
  for (let i = 0; i < times; i++) run();
  return (performance.now() - start) / 1000 / Math.max(1, times);
}

function quartiles(seconds) {
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (part) => sorted[Math.round(part * (sorted.length - 1))];
  return { median: at(0.5), low: at(0.25), high: at(0.75), runs: seconds.length };
}

const show = (s) =>
  s < 1e-3
    ? `${(s * 1e6).toPrecision(3)} µs`
    : s < 1
      ? `${(s * 1e3).toPrecision(3)} ms`
      : `${s.toPrecision(3)} s`;
const spread = ({ median, low, high }) => `${show(median)} (${show(low)} – ${show(high)})`;

const lastLine = (text) => (text ? `: ${text.trim().split("\n").pop()}` : "");

const compared = quick ? [4, 6] : [4, 6, 8];
const runs = { 4: 20, 6: 5, 8: 1 };
const input = compared.map((sites) => JSON.stringify({ ...ring(sites), runs: runs[sites] })).join("\n");
const python = process.env.PYTHON ?? "/usr/bin/python3";
const answer = spawnSync(python, [join(here, "with_qutip.py")], {
  input,
  encoding: "utf8",
  env: { ...process.env, OMP_NUM_THREADS: "1" },
});
const qutip =
  answer.status === 0
    ? answer.stdout
        .trim()
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line))
    : [];
if (qutip.length === 0)
  console.log(
    `QuTiP does not run here (${python}${lastLine(answer.stderr)}): only spin-ring is timed. Another Python: PYTHON=… npm run bench`,
  );

const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  node: process.version,
  qutip: qutip[0]?.qutip ?? null,
};
console.log(
  `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}${machine.qutip ? `, QuTiP ${machine.qutip}` : ""}\n`,
);
console.log(
  "ring     states  spin-ring, all observables             memory  QuTiP, tensor and steady state         ratio  difference",
);

const bare = peakMemory(0);
const library = peakMemory(1);
const results = [];
for (const sites of quick ? [4, 6, 8] : [4, 6, 8, 10, 12]) {
  const description = ring(sites);
  const { state } = fullPoint(description);
  const ours = quartiles(time(() => fullPoint(description)));
  const other = qutip[compared.indexOf(sites)];
  const theirs = other && quartiles(other.seconds);
  const populations = Array.from(state.populations).sort((a, b) => a - b);
  const difference = other
    ? Math.max(...populations.map((p, k) => Math.abs(p - other.populations[k])))
    : null;
  results.push({
    sites,
    states: state.populations.length,
    ours,
    theirs: theirs ?? null,
    ratio: theirs ? theirs.median / ours.median : null,
    difference,
    megabytes: peakMemory(sites) - bare,
  });
  const columns = [
    `N = ${sites}`.padEnd(8),
    String(state.populations.length).padStart(6),
    ` ${spread(ours).padEnd(37)}`,
    `${results.at(-1).megabytes.toFixed(0)} MB`.padStart(7),
  ];
  if (theirs)
    columns.push(
      ` ${spread(theirs).padEnd(37)}`,
      `${Math.round(theirs.median / ours.median)}×`.padStart(6),
      ` ${difference.toExponential(1)}`,
    );
  console.log(columns.join(" "));
}

console.log(
  `\nmemory: peak of a process that computes one point, above the ${bare.toFixed(0)} MB of Node itself; loading the library alone takes ${(library - bare).toFixed(0)} MB`,
);
for (const [i, { states, ours }] of results.entries()) {
  if (i === 0) continue;
  const power = Math.log(ours.median / results[i - 1].ours.median) / Math.log(states / results[i - 1].states);
  console.log(
    `from ${results[i - 1].states} to ${states} states the time grows as the number of states to the ${power.toFixed(1)}`,
  );
}

const count = quick ? 101 : 401;
const figure3a = {
  base: ring(4),
  axes: [
    { name: "interaction", values: { from: -4, to: 4, count } },
    {
      name: "temperatureDifference",
      values: { from: -1, to: 1, count },
      sets: { "baths.1.temperature": [1.5, 0.5], "baths.2.temperature": [1.5, -0.5] },
    },
  ],
  observe: ["ergotropy"],
};
const start = performance.now();
const map = await sweep(figure3a);
const seconds = (performance.now() - start) / 1000;
const highest = map.rows.reduce((most, row) => Math.max(most, row.ergotropy), 0);
console.log(
  `\nFigure 3a on ${count} × ${count} points, all cores: ${show(seconds)} (${show(seconds / map.points)} a point, ${map.failed} failed, highest ergotropy ${highest.toPrecision(4)})`,
);
const cells = await cellSeconds();
console.log(
  `\nnotebooks: the first cell ${show(cells.first)} after the kernel answers (at most 1.5 s), an empty cell after 200 others ${show(cells.emptyAfter200)} (at most 0.05 s)`,
);
writeFileSync(
  join(here, "results.json"),
  `${JSON.stringify({ machine, results, nodeMegabytes: bare, libraryMegabytes: library - bare, figure3a: { points: map.points, seconds }, cells }, null, 2)}\n`,
);
