// npm run bench: the full point of spin-ring against QuTiP's Bloch-Redfield tensor and steady state, side by side in
// one run, and how the cost grows with the ring. Prints a table and writes bench/results.json.
//   --quick   leaves out the rings that take longer than a second
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ergotropy, heatCurrents, modelFromDescription, spinCurrents, steadyState } from "../dist/index.js";

const here = dirname(fileURLToPath(import.meta.url));
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
  const once = clock(run, 1);
  const batch = Math.max(1, Math.ceil(0.01 / once));
  const batches = Math.max(1, Math.min(200, Math.floor(2 / (once * batch))));
  clock(run, Math.min(5000, Math.floor(0.5 / once))); // until the compiler has settled
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
  "ring     states  spin-ring, all observables            QuTiP, tensor and steady state         ratio  difference",
);

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
  });
  const columns = [
    `N = ${sites}`.padEnd(8),
    String(state.populations.length).padStart(6),
    ` ${spread(ours).padEnd(37)}`,
  ];
  if (theirs)
    columns.push(
      spread(theirs).padEnd(37),
      `${Math.round(theirs.median / ours.median)}×`.padStart(6),
      ` ${difference.toExponential(1)}`,
    );
  console.log(columns.join(" "));
}

const peak = process.resourceUsage().maxRSS / 1024;
console.log(`\npeak memory of this process: ${peak.toFixed(0)} MB`);
writeFileSync(
  join(here, "results.json"),
  `${JSON.stringify({ machine, results, peakMegabytes: Math.round(peak) }, null, 2)}\n`,
);
