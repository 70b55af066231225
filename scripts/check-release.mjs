// What a release has to stand besides CI, by hand, as it takes hours: machines that are set up oddly, every chapter in a
// browser, the package where others use it, and a library in which something is wrong.
//   npm run check:release [machines] [chapters] [package] [mutants]
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

function run(command, args, options) {
  console.log(`\n== ${command} ${args.join(" ")}`);
  const { status, error } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (error || status !== 0) throw error ?? new Error(`${command} ${args.join(" ")}: status ${status}`);
}

/** One npm ci in a fresh clone that only its owner may enter, with no locale, and an npm that runs no scripts. */
function onMachine(owner) {
  const folder = mkdtempSync(join(tmpdir(), "spin-ring-machine-"));
  const [clone, home] = [join(folder, "clone"), join(folder, "home")];
  const env = { ...process.env, HOME: home, LC_ALL: "xx_YY.UTF-8", npm_config_ignore_scripts: "true" };
  const options = { cwd: clone, env, uid: owner, gid: owner };
  const installed = () => statSync(join(clone, "node_modules", ".package-lock.json")).mtimeMs;
  try {
    mkdirSync(home);
    run("git", ["clone", "--quiet", root, clone]);
    if (owner !== undefined) run("chown", ["-R", `${owner}:${owner}`, folder]);
    chmodSync(folder, 0o700);
    run("npm", ["ci", "--no-audit", "--no-fund"], options);
    const first = installed();
    for (const script of ["reproduce", "test", "test:slow"]) run("npm", ["run", "--silent", script], options);
    if (installed() !== first) throw new Error("what npm ci had installed was installed once more");
    run("git", ["diff", "--exit-code"], options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const parts = {
  machines() {
    process.umask(0o077);
    onMachine();
    if (process.getuid?.() === 0) onMachine(65534); // nobody
  },
  chapters() {
    const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
    const env = { ...process.env, CHAPTERS: names.map((name) => name.slice(0, -".ipynb".length)).join(",") };
    const test = [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "frontends",
      "test/browser/live.test.ts",
    ];
    run(process.execPath, test, { cwd: root, env });
  },
  package: () =>
    run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--project", "anywhere"], { cwd: root }),
  mutants: () => run(process.execPath, ["test/mutants/run.mjs", "--sample", "40"], { cwd: root }),
};

try {
  for (const part of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)) parts[part]();
} catch (error) {
  console.error(`check:release: ${error.message}`);
  process.exitCode = 1;
}
