// How long a reader waits for a cell: the first one after the kernel answers, and an empty one after 200 others.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import client from "../dist/runner/client.js";

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

/** Seconds from a kernel's answer to the end of its first cell, and of an empty cell after 200 that declare names. */
export async function cellSeconds() {
  const firsts = [];
  let empty;
  for (let round = 0; round < 3; round++) {
    const kernel = await client.startKernel({ cwd: dirname(fileURLToPath(import.meta.url)) });
    const seconds = async (code) => {
      const start = performance.now();
      const { status, evalue } = await kernel.execute(code, { timeoutSeconds: 60 });
      if (status !== "ok") throw new Error(evalue);
      return (performance.now() - start) / 1000;
    };
    try {
      firsts.push(await seconds('import { ringModel } from "spin-ring"; ringModel;'));
      if (round > 0) continue;
      for (let i = 0; i < 200; i++) await seconds(`const a${i} = ${i}; function f${i}() { return a${i}; }`);
      const times = [];
      for (let i = 0; i < 21; i++) times.push(await seconds(""));
      empty = median(times);
    } finally {
      await kernel.close();
    }
  }
  return { first: median(firsts), emptyAfter200: empty };
}
