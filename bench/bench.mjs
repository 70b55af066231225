// npm run bench: the full point of spin-ring beside its peers, all in turn in one run: the program that an expert would
// write in numpy, and the Bloch-Redfield tensor and steady state of QuTiP 4 and 5, one thread against one thread, in seconds
// of the processor, which others on the machine do not change much. Then
// memory, what became faster since the build OLD, cells of a notebook and pages of the book. Prints tables, writes bench/results.json.
//   --quick      leaves out what takes long
//   PYTHON=…     with numpy and an optimised BLAS, and QuTiP: apt install python3-scipy libopenblas0-pthread python3-qutip
//   QUTIP5=…     a command that runs a Python with QuTiP 5. Debian's stable release has one:
//                debootstrap --include=python3-qutip trixie DIR, then QUTIP5="chroot DIR python3"
//   OLD=…        the commit to compare with, or a folder where it is built
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cellSeconds } from "./cells.mjs";
import { pageSeconds } from "./page.mjs";
import { startPeer } from "./peer.mjs";
import { fullPoint, libraryIn, ring } from "./points.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const quick = process.argv.includes("--quick");
const python = process.env.PYTHON ?? "/usr/bin/python3";
const old = process.env.OLD ?? "ac9e361";

// OPENBLAS_CORETYPE would forbid the kernel made for this processor
const { OPENBLAS_CORETYPE: _, ...env } = process.env;
for (const name of ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]) env[name] = "1";
const qutipScript = readFileSync(join(here, "with_qutip.py"), "utf8");
const [command5, ...args5] = (process.env.QUTIP5 ?? "").split(" ");
const library = await libraryIn(root);
const numpy = await startPeer("numpy", python, [join(here, "with_numpy.py")], env);
const qutip4 = await startPeer("QuTiP 4", python, ["-c", qutipScript], env);
const qutip5 = command5
  ? await startPeer("QuTiP 5", command5, [...args5, "-c", qutipScript], env)
  : console.log("QuTiP 5 is not timed: QUTIP5 names a command for it, see the head of bench.mjs");

const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  node: process.version,
  peers: [numpy, qutip4, qutip5].flatMap((peer) => (peer ? [peer.version] : [])),
  blas: numpy?.blas ?? null,
};
console.log(
  `${[machine.cpu, `${machine.cores} cores`, `Node ${machine.node}`, ...machine.peers].join(", ")}; ${machine.blas}; one thread each\n`,
);

const show = (s) =>
  s < 1e-3
    ? `${(s * 1e6).toPrecision(3)} µs`
    : s < 1
      ? `${(s * 1e3).toPrecision(3)} ms`
      : `${s.toPrecision(3)} s`;

/** Minimum and median. */
function summary(seconds) {
  const sorted = [...seconds].sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[sorted.length >> 1], runs: sorted.length };
}

/** Runs all in turn, the same number of times each, and sums up what they return. */
async function inTurn(rounds, runs) {
  const seconds = runs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) seconds[i].push(await run());
  }
  return seconds.map(summary);
}

const timed = (points) => {
  const start = process.cpuUsage();
  for (const point of points) fullPoint(library, point);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / points.length;
};

/** Largest difference between numbers of two lists, over the largest of the first. */
const difference = (ours, theirs) =>
  Math.max(...ours.map((x, k) => Math.abs(x - theirs[k]))) / Math.max(...ours.map(Math.abs));

/** What of a point the numpy peer computes as well. */
function disagreement(description, answer) {
  const { state, spin, ergotropy } = fullPoint(library, description);
  const sites = library.siteHeatCurrents(state);
  return Math.max(
    difference([...state.populations], answer.populations),
    difference(
      [...state.bathHeat, ...Object.values(sites)],
      [...answer.heat, ...Object.values(answer.sites)],
    ),
    difference([...spin], answer.spin),
    difference([ergotropy], [answer.ergotropy]),
  );
}

// numpy takes the points of small rings in batches, where that is faster; rounds in turn and points in each
const rows = [
  { sites: 4, batch: 200, rounds: 40, peers: [qutip4, qutip5] },
  { sites: 4, batch: 1, rounds: 200, ours: 20 },
  { sites: 6, batch: 1, rounds: 100, ours: 4 },
  { sites: 8, batch: 1, rounds: 60 },
  { sites: 10, batch: 1, rounds: 10 },
  { sites: 12, batch: 1, rounds: 3, long: true },
];
const results = [];
console.log(
  "ring                        spin-ring              numpy                  ratio      difference",
);
for (const { sites, batch, rounds, ours: ourPoints = 1, peers = [], long } of rows) {
  if (long && quick) continue;
  const points = Array.from({ length: batch }, (_, i) => ring(sites, 2.19 - 1e-4 * i));
  const warm = performance.now();
  do timed(points);
  while (performance.now() - warm < 1000);
  const job = { sites, points: points.map(({ interaction }) => interaction) };
  const answer = await numpy?.ask(job); // the first one prepares the sector
  // a short point alone would be below the clock
  const runs = [() => timed(Array.from({ length: ourPoints }, () => points).flat())];
  if (numpy) runs.push(async () => (await numpy.ask(job)).seconds);
  for (const peer of peers) if (peer) runs.push(async () => (await peer.ask(ring(sites))).seconds);
  const [ours, theirs, ...others] = await inTurn(rounds, runs);
  const off = numpy ? disagreement(points.at(-1), answer) : null;
  const row = { sites, batch, ours, numpy: theirs ?? null, difference: off };
  results.push(row);
  const two = (s) => (s ? `${show(s.min)}, ${show(s.median)}`.padEnd(22) : "–".padEnd(22));
  const ratio = theirs
    ? `${(theirs.min / ours.min).toPrecision(2)}×, ${(theirs.median / ours.median).toPrecision(2)}×`.padEnd(
        13,
      )
    : "";
  const name = `N = ${sites}${batch > 1 ? `, ${batch} in a batch` : sites === 4 ? ", one by one" : ""}`;
  console.log(`${name.padEnd(27)} ${two(ours)} ${two(theirs)} ${ratio} ${off?.toExponential(1) ?? ""}`);
  for (const [i, peer] of peers.filter(Boolean).entries()) {
    const { min, median } = others[i];
    row[peer.version] = others[i];
    console.log(
      `   ${peer.version}, tensor and steady state: ${show(min)}, ${show(median)}: ${Math.round(min / ours.min)}×, ${Math.round(median / ours.median)}×`,
    );
  }
}
for (const sites of quick ? [6] : [6, 8]) {
  for (const peer of [qutip4, qutip5]) {
    if (!peer || (sites === 8 && peer === qutip5)) continue; // its tensor would take 24 million complex numbers, several times
    const { seconds, populations } = await peer.ask(ring(sites));
    const { state } = fullPoint(library, ring(sites));
    const row = results.find((row) => row.sites === sites);
    const { ours } = row;
    row[peer.version] = { min: seconds, median: seconds, runs: 1 };
    console.log(
      `N = ${sites}, ${peer.version}, once: ${show(seconds)}: ${Math.round(seconds / ours.median)}×, difference ${difference([...state.populations], populations).toExponential(1)}`,
    );
  }
}
for (const peer of [numpy, qutip4, qutip5]) peer?.stop();
console.log("processor time, minimum and median of each, and the ratios of these");

/** What points.mjs measures of a build in a process of its own. */
function alone(build, what, size) {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(here, "points.mjs"), build, what, String(size)],
    { encoding: "utf8" },
  );
  if (!(Number(stdout) > 0)) throw new Error(stderr);
  return Number(stdout);
}

const bare = alone(root, "memory", 0);
const memory = { node: bare, library: alone(root, "memory", 1) - bare };
for (const sites of quick ? [4, 8] : [4, 6, 8, 10, 12]) memory[sites] = alone(root, "memory", sites) - bare;
console.log(
  `\npeak memory above the ${bare.toFixed(0)} MB of Node: ${Object.entries(memory)
    .filter(([what]) => what !== "node")
    .map(
      ([what, megabytes]) => `${what === "library" ? "library" : `N = ${what}`} ${megabytes.toFixed(0)} MB`,
    )
    .join(", ")}`,
);
for (const [i, { sites, ours }] of results.entries()) {
  const before = results.slice(0, i).findLast((row) => row.sites < sites);
  if (!before) continue;
  const states = (row) => library.sectorSize(row.sites, row.sites / 2);
  const power = Math.log(ours.median / before.ours.median) / Math.log(states({ sites }) / states(before));
  console.log(
    `from ${states(before)} to ${states({ sites })} states the time grows as the number of states to the ${power.toFixed(1)}`,
  );
}

/** A build of an earlier commit in a folder of its own, undefined where git does not have it or its packages are not there. */
function buildOf(commit) {
  if (existsSync(join(commit, "dist", "index.js"))) return { folder: commit, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "spin-ring-old-"));
  try {
    const archive = execFileSync("git", ["archive", commit], { cwd: root, maxBuffer: 1e9, stdio: "pipe" });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    execFileSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc")], { cwd: folder });
    return { folder, remove: () => rmSync(folder, { recursive: true }) };
  } catch (error) {
    rmSync(folder, { recursive: true });
    console.log(`commit ${commit} cannot be built here: ${String(error.stderr ?? error.message).trim()}`);
    return undefined;
  }
}

const earlier = buildOf(old);
const since = {};
for (const [what, size, rounds, name] of [
  ["first", 0, quick ? 5 : 11, "a point of the first 200 of a fresh process, N = 4"],
  ["figure3a", quick ? 101 : 401, quick ? 1 : 3, "Figure 3a, all cores"],
  ["sweep8", quick ? 100 : 1000, quick ? 1 : 3, "sweep of the ring of eight, all cores"],
]) {
  const builds = earlier ? [root, earlier.folder] : [root];
  const [now, before] = await inTurn(
    rounds,
    builds.map((build) => () => alone(build, what, size)),
  );
  since[what] = { size, now, before: before ?? null };
  console.log(
    `${name}: ${show(now.min)}, ${show(now.median)}${before ? `; commit ${old} ${show(before.min)}, ${show(before.median)}: ${(before.min / now.min).toPrecision(2)}×, ${(before.median / now.median).toPrecision(2)}×` : ""}`,
  );
}
earlier?.remove();

const cells = await cellSeconds();
console.log(
  `\nnotebooks: the first cell ${show(cells.first)} after the kernel answers (at most 1.5 s), an empty cell after 200 others ${show(cells.emptyAfter200)} (at most 0.05 s)`,
);
const page = await pageSeconds();
console.log(
  page
    ? `the book in Chromium: first result of chapter 4 ${show(page.firstResult)} after the click (at most 1.5 s), first completion ${show(page.firstCompletion)} after the first edit (at most 3 s), the explorer's curves ${show(page.curves)} after an input (at most 16.7 ms)`
    : "the book is not timed: CHROMIUM names the browser",
);
writeFileSync(
  join(here, "results.json"),
  `${JSON.stringify({ machine, results, memory, since: { commit: old, ...since }, cells, page: page ?? null }, null, 2)}\n`,
);
