// Installs what the lockfile says and builds dist/, each only when it is out of date.
// Plain JavaScript with no dependencies: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "node_modules", ".spin-ring-installed");

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

// zeromq is a native add-on, so another Node version on another platform counts as another installation
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package.json")))
  .update(readFileSync(join(root, "package-lock.json")))
  .update(`${process.platform} ${process.arch}`)
  .digest("hex");

if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
  npm("run", "--silent", "build"); // incremental: nothing to do when dist/ is up to date
} else {
  npm("ci", "--include=dev", "--no-audit", "--no-fund"); // builds too, through "prepare"
  writeFileSync(stamp, wanted);
}
