// Installs what the lockfile says, only when that is not there, brings dist/ up to date, and then runs the program named
// after it: node scripts/setup.mjs [program [argument…]]. Plain JavaScript with no dependencies: it runs before anything is
// installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`spin-ring needs Node 20.19 or newer, got ${process.versions.node}: see https://nodejs.org`);
  process.exit(1);
}

// npm can be started through a shell only on Windows, where it is a .cmd file
function npm(...args) {
  const { status, error } = spawnSync("npm", args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (error || status !== 0) {
    console.error(`npm ${args.join(" ")} failed${error ? `: ${error.message}` : ""}`);
    process.exit(1);
  }
}

/** Whether node_modules holds what the lockfile asks for on this platform; npm keeps a list of what it put there. */
function installed() {
  const list = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  const packagesIn = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  const present = packagesIn(list);
  const meant = (allowed, here) => !allowed || allowed.includes(here);
  return Object.entries(packagesIn(join(root, "package-lock.json"))).every(
    ([path, { version, integrity, optional, os, cpu, libc }]) =>
      path === "" ||
      (present[path]?.version === version && present[path].integrity === integrity) ||
      (optional && (!os || libc || !meant(os, process.platform) || !meant(cpu, process.arch))),
  );
}

if (!installed()) npm("ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund");
npm("run", "--silent", "build"); // incremental; npm ci builds too, but not with ignore-scripts

process.argv.splice(1, 1);
const [, program] = process.argv;
if (program) {
  process.argv[1] = resolve(program);
  await import(pathToFileURL(process.argv[1]).href);
}
