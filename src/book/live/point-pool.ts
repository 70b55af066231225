// The reader's cores for a sweep: workers beside the one that runs the cells, which the page starts for it. Workers of a
// worker of its own would do, but for Firefox 153, where they come to a standstill.
import { blockComputer } from "../../sweep/points";
import { type Computed, goesAtOnce, poolOf, type Thread, timed } from "../../sweep/run-points";
import { planSweep, type SweepPlan, type SweepSpec } from "../../sweep/spec";
import type { Workers } from "../../sweep/sweep";
import { bring } from "./loader";
import type { ThreadAnswer, ThreadRequest } from "./messages";
import { partsSpokenOf } from "./parts";

/** @param start starts a worker that is told what to do through the port; what it returns ends it at once */
export function pageWorkers(start: (port: MessagePort) => () => void) {
  return ({ largestSector }: SweepPlan, spec: SweepSpec, wanted?: number): Workers => {
    const length = Math.max(1, wanted ?? navigator.hardwareConcurrency ?? 1);
    return {
      open: () => poolOf(Array.from({ length }, () => openThread(idle.pop() ?? startWorker(start), spec))),
      atOnce: goesAtOnce(largestSector, wanted),
    };
  };
}

interface Idle {
  readonly port: MessagePort;
  end(): void;
}

/** Workers that no sweep has at present. */
const idle: Idle[] = [];

function startWorker(start: (port: MessagePort) => () => void): Idle {
  const { port1, port2 } = new MessageChannel();
  return { port: port1, end: start(port2) };
}

function openThread(worker: Idle, spec: SweepSpec): Thread {
  let [open, busy] = [true, false];
  const tell = (request: ThreadRequest): void => worker.port.postMessage(request);
  tell({ type: "points", spec });
  return {
    compute: (span) =>
      new Promise<Computed>((resolve, reject) => {
        worker.port.onmessage = ({ data }: MessageEvent<ThreadAnswer>) => {
          busy = false;
          if ("error" in data) reject(new Error(data.error));
          else resolve(data);
        };
        busy = true;
        tell({ type: "span", ...span });
      }),
    async close() {
      if (open && busy) worker.end();
      else if (open) idle.push(worker);
      open = false;
    },
  };
}

/** Makes this worker a thread of sweeps. */
export function becomeThread(port: MessagePort): void {
  let ready: Promise<ReturnType<typeof blockComputer>>;
  port.onmessage = async ({ data }: MessageEvent<ThreadRequest>) => {
    if (data.type === "points") {
      ready = computerOf(data.spec as SweepSpec);
      ready.catch(() => {}); // whoever asks for points hears of it
      return;
    }
    try {
      const computed = timed(await ready, data);
      port.postMessage(computed, [computed.block.values.buffer as ArrayBuffer]);
    } catch (error) {
      port.postMessage({ error: String(error) } satisfies ThreadAnswer);
    }
  };
}

async function computerOf(spec: SweepSpec): Promise<ReturnType<typeof blockComputer>> {
  await Promise.all(partsSpokenOf(JSON.stringify(spec)).map(bring));
  return blockComputer(planSweep(spec));
}
