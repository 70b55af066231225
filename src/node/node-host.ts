// What the library finds where it runs in Node: worker threads, pictures of figures, files, a terminal, interrupts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DisplayWriter, Host } from "../cells/host";
import { nodeWorkers } from "./point-workers";
import { readSweep } from "./read-sweep";
import { figureSvg } from "./svg";

export const nodeHost: Host = {
  writer: tslabWriter,
  picture: figureSvg,
  workers: nodeWorkers,
  onInterrupt(call) {
    process.on("SIGINT", call);
    return () => void process.off("SIGINT", call);
  },
  status(line, last) {
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${last ? "\n" : ""}`);
  },
  remark(line) {
    console.error(`${process.stderr.isTTY ? "\n" : ""}${line}`); // below a status
  },
  versionsOf,
  readSweep,
};

/** Only tslab's kernel has loaded this module of it, and loading it here would cost a whole TypeScript compiler. */
function tslabWriter(): DisplayWriter | undefined {
  const loaded = Object.keys(require.cache).find((path) => TSLAB.test(path));
  return loaded === undefined ? undefined : require.cache[loaded]?.exports.lastWriteDisplayData;
}
const TSLAB = /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/;

function versionsOf(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const paths = require.resolve.paths(name) ?? [];
    for (const folder of paths) {
      try {
        const { version } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
        return [`${name} ${version}`];
      } catch {
        // not here
      }
    }
    return [];
  });
}
