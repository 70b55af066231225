// Runs tests of the bundle in a fresh evaluation of it, with one mutant in force, until the first failure.
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import * as spies from "@vitest/spy";
import * as chai from "chai";

const { root, code } = workerData;
const require = createRequire(join(root, "package.json"));
require("fast-check").configureGlobal({ endOnFailure: true });

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

/** What of vitest the tests use; tests are collected in `found`. */
function vitest(found) {
  const add = (name, run) => found.push({ name: `${found.length + 1} ${name}`, run });
  const each = (use) => (table) => (name, run) => {
    for (const row of table) use(name, () => run(...(Array.isArray(row) ? row : [row])));
  };
  const describe = (_, define) => define();
  const test = Object.assign((name, run) => add(name, run), { each: each(add) });
  return {
    test,
    describe: Object.assign(describe, { each: each(describe) }),
    afterEach() {},
    expect: chai.expect,
    vi: { ...spies, spyOn: spies.spyOn },
  };
}

const evaluate = new Function("require", "module", "exports", "__dirname", "__filename", "__m", code);

/** The test files of the bundle, evaluated anew; each collects its tests when it is called. */
function bundle(inForce) {
  const found = [];
  const api = vitest(found);
  const module = { exports: {} };
  const load = (name) => (name === "vitest" ? api : require(name));
  const folder = join(root, "test", "mutants");
  evaluate(load, module, module.exports, folder, join(folder, "bundle.cjs"), inForce);
  return (file) => {
    found.length = 0;
    module.exports.files[file]();
    return found.slice();
  };
}

/** Every test of a file once, in the sound program: which pass, how long each takes, which mutants it reaches. */
async function survey(file, count) {
  let reached = new Uint8Array(count);
  const collect = bundle((id) => {
    reached[id] = 1;
    return false;
  });
  const ids = () => Array.from(reached.keys()).filter((id) => reached[id]);
  const all = collect(file);
  const always = ids();
  const tests = [];
  for (const { name, run } of all) {
    reached = new Uint8Array(count);
    const since = process.cpuUsage();
    let passes = true;
    await Promise.resolve()
      .then(run)
      .catch(() => {
        passes = false;
      });
    const { user, system } = process.cpuUsage(since);
    const milliseconds = (user + system) / 1000;
    tests.push({ file, name, passes, milliseconds, reaches: [...new Set([...always, ...ids()])] });
  }
  return tests;
}

/** The name of the first of these tests that fails, if one does. */
async function killer(mutant, tests) {
  const collect = bundle((id) => id === mutant);
  const collected = new Map();
  for (const [test, { file, name }] of tests.entries()) {
    parentPort.postMessage({ test });
    try {
      if (!collected.has(file)) collected.set(file, collect(file));
      await collected
        .get(file)
        .find((test) => test.name === name)
        .run();
    } catch {
      return `${file}: ${name}`;
    }
  }
}

parentPort.on("message", async ({ mutant, tests, file, count }) => {
  parentPort.postMessage(
    mutant === undefined ? await survey(file, count) : { killer: await killer(mutant, tests) },
  );
});
