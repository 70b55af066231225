// Do the tests notice when something in the library is wrong? Changes one place at a time, as mutate.mjs says, and runs
// the tests that reach it until one fails. Ends with status 1 where fewer than nine in ten are noticed; survivors.json
// holds those that survive, in classes with a reason.
//   node test/mutants/run.mjs [src/model src/numerics/lu.ts …] [--sample 40] [--seed 1] [--out FILE] [--again FILE]
// --again takes those that survived in the --out of another run.
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { mutate } from "./mutate.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
    again: { type: "string" },
  },
});

// wasm.test.ts takes WebAssembly away and loads modules anew, precise.test.ts is slow
const LEFT_OUT = ["test/numerics/wasm.test.ts", "test/physics/precise.test.ts"];
const FOLDERS = ["physics", "model", "baths", "equations", "states", "observables", "numerics"];
const testFiles = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, "test", folder))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `test/${folder}/${name}`),
).filter((file) => !LEFT_OUT.includes(file));
const asked = positionals.length > 0 ? positionals : ["input", ...FOLDERS.slice(1)].map((of) => `src/${of}`);
const sources = asked.flatMap((path) => {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .filter((name) => /^[^.]+\.ts$/.test(name))
    .map((name) => `${path}/${name}`);
});

/** All tests and the library as one script, in which these files are as given. */
async function bundleWith(texts) {
  const entry = testFiles.map(
    (file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)})`,
  );
  const { outputFiles } = await build({
    stdin: { contents: `export const files = { ${entry.join(", ")} };`, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    packages: "external",
    logLevel: "error",
    plugins: [
      {
        name: "mutants",
        setup: (hooks) =>
          hooks.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const contents = texts.get(relative(root, path));
            return contents === undefined ? undefined : { contents, loader: "ts" };
          }),
      },
    ],
  });
  return outputFiles[0].text;
}

/** What this process has used, in milliseconds: a busy machine makes no test slower. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let worker;
let serving;
const start = (code) => {
  stop();
  serving = code;
  worker = new Worker(join(here, "worker.mjs"), {
    workerData: { root, code },
    resourceLimits: { maxOldGenerationSizeMb: 1500 },
  });
  worker.on("error", () => {});
};
function stop() {
  worker?.terminate();
  worker = undefined;
}
/** What the worker answers; nothing if it dies, or needs more time for one test than `patience` says. */
function ask(code, message, patience) {
  if (!worker || serving !== code) start(code);
  const asked = worker;
  return new Promise((resolve) => {
    let since = processorTime();
    let test;
    const over = (answer) => {
      clearInterval(watch);
      asked.removeAllListeners("message").removeAllListeners("exit");
      if (!answer) stop();
      resolve(answer);
    };
    const watch = setInterval(() => {
      if (processorTime() - since > patience(test)) over();
    }, 200);
    asked.on("message", (answer) => {
      if (!("test" in answer)) over(answer);
      since = processorTime();
      test = answer.test;
    });
    asked.once("exit", () => over());
    asked.postMessage(message);
  });
}

/** Shuffled in the same way for the same seed. */
function shuffled(list, seed) {
  const keyed = list.map((item, i) => {
    let x = (seed * 2654435761 + i * 40503 + 1) >>> 0;
    for (let k = 0; k < 4; k++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
    }
    return [x >>> 0, item];
  });
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

const keyOf = ({ file, inside, from, to }) => `${file} ${inside}: ${from} → ${to}`;
const survived = ({ outcome }) => ["survived", "unreached"].includes(outcome);
const again =
  values.again &&
  new Set(readFileSync(values.again, "utf8").trim().split("\n").map(JSON.parse).filter(survived).map(keyOf));
const known = JSON.parse(readFileSync(join(here, "survivors.json"), "utf8"));
const reasonOf = (mutant) => known.find(({ mutants }) => mutants.includes(keyOf(mutant)))?.reason;

if (values.out) writeFileSync(values.out, "");

const files = [];
let count = 0;
for (const file of sources) {
  const { text, mutants } = mutate(readFileSync(join(root, file), "utf8"), count);
  files.push({ file, text, mutants });
  count += mutants.length;
}
const everything = await bundleWith(new Map(files.map(({ file, text }) => [file, text])));
const surveys = new Map();
/** The function a mutant is in. Tests are asked for all that is in the functions they reach: what a cache keeps is made once. */
const places = files.flatMap(({ file, mutants }) => mutants.map(({ inside }) => `${file} ${inside}`));
/** What the tests of a file reach and how long they take; those that fail without a mutant are left out. */
async function survey(testFile) {
  if (!surveys.has(testFile)) {
    const found = await ask(everything, { file: testFile, count }, () => 3e6);
    if (!found) throw new Error(`these tests do not run: ${testFile}`);
    for (const { passes, name } of found) if (!passes) console.log(`left out: ${testFile}: ${name}`);
    const passing = found
      .filter(({ passes }) => passes)
      .map((test) => ({ ...test, reaches: new Set(test.reaches.map((id) => places[id])) }));
    surveys.set(testFile, passing);
  }
  return surveys.get(testFile);
}

/** The tests in the order in which they are asked: of this file, of its folder, of the others. */
function groupsFor(file) {
  const [, own, name] = file.split("/");
  const first = `test/${own}/${name.replace(/ts$/, "test.ts")}`;
  const inFolder = (folder) =>
    testFiles.filter((test) => test.startsWith(`test/${folder}/`) && test !== first);
  const groups = [[first], ...[own, ...FOLDERS.filter((folder) => folder !== own)].map(inFolder)];
  return groups.filter((group) => group.every((test) => testFiles.includes(test)));
}

/** What becomes of a mutant, and by which test. */
async function fate({ id }, code, file) {
  let outcome = "unreached";
  for (const group of groupsFor(file)) {
    const surveyed = [];
    for (const testFile of group) surveyed.push(...(await survey(testFile)));
    const tests = surveyed
      .filter(({ reaches }) => reaches.has(places[id]))
      .sort((a, b) => a.milliseconds - b.milliseconds);
    if (tests.length === 0) continue;
    outcome = "survived";
    const message = { mutant: id, tests: tests.map(({ file, name }) => ({ file, name })) };
    const answer = await ask(code, message, (test) => 10_000 + 10 * (tests[test]?.milliseconds ?? 0));
    if (!answer) return { outcome: "late" };
    if (answer.killer) return { outcome: "killed", by: answer.killer };
  }
  return { outcome };
}

const all = { killed: 0, mutants: 0 };
for (const { file, text, mutants } of files) {
  const chosen = shuffled(mutants, Number(values.seed))
    .filter((mutant) => !again || again.has(keyOf({ file, ...mutant })))
    .slice(0, values.sample && Number(values.sample));
  const code = await bundleWith(new Map([[file, text]]));
  const sum = { killed: 0, late: 0, survived: 0, excused: 0, unreached: 0 };
  for (const mutant of chosen) {
    let { outcome, by } = await fate(mutant, code, file);
    const reason = survived({ outcome }) ? reasonOf({ file, ...mutant }) : undefined;
    if (reason) outcome = "excused";
    sum[outcome]++;
    if (values.out)
      appendFileSync(values.out, `${JSON.stringify({ file, ...mutant, outcome, by, reason })}\n`);
    if (survived({ outcome })) {
      console.log(`${outcome}: ${file}:${mutant.line} ${mutant.inside}: ${mutant.from} → ${mutant.to}`);
    }
  }
  const killed = sum.killed + sum.late;
  const counted = killed + sum.survived + sum.unreached;
  all.killed += killed;
  all.mutants += counted;
  console.log(
    `${file}: ${killed} of ${counted} noticed, ${sum.unreached} not reached; ${sum.excused} excused`,
  );
}
stop();
const part = all.mutants > 0 ? all.killed / all.mutants : 1;
console.log(`${all.killed} of ${all.mutants} noticed: ${(100 * part).toFixed(1)} %`);
if (part < 0.9) process.exitCode = 1;
