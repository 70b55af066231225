// What the notebook tests share: kernels, and notebooks in folders of their own that disappear afterwards.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { KernelCommand } from "../../src/kernel/launch";
import type { Content } from "../../src/kernel/wire";
import { type Kernel, startKernel } from "../../src/runner/client";
import { PATIENCE } from "../support/wait";

export const root = join(__dirname, "..", "..");

// inside the package, so that cells can import it, and in a folder that git ignores
const scratch = join(root, "dist", "test-notebooks");
mkdirSync(scratch, { recursive: true });

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(scratch, "run-"));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const codeCell = (source: string): Content => ({
  cell_type: "code",
  execution_count: null,
  metadata: {},
  outputs: [],
  source,
});

export function writeNotebook(path: string, sources: string[], rest: Content = {}): string {
  mkdirSync(dirname(path), { recursive: true });
  const notebook = { cells: sources.map(codeCell), metadata: {}, nbformat: 4, nbformat_minor: 5, ...rest };
  writeFileSync(path, JSON.stringify(notebook));
  return path;
}

// "stock" runs the tests of the mends against tslab's own kernel, where each of them must fail
export const stock: KernelCommand = (file) => [
  process.execPath,
  ...[join(root, "node_modules", "tslab", "bin", "tslab"), "kernel", "--config-path", file],
];
export const command = process.env.SPIN_RING_TEST_KERNEL === "stock" ? stock : undefined;

export interface Ran {
  reply: Content;
  /** Everything published for this cell, in order. */
  messages: { type: string; content: Content; parent?: string }[];
  /** All that was printed, by stream. */
  printed: (name: string) => string;
}

export type Run = (code: string) => Promise<Ran>;

let shared: Kernel | undefined;
afterAll(() => shared?.close());

/** A kernel for a test; the tests of a file share one, as long as it is alive and does what it should. */
export async function withKernel(test: (run: Run, kernel: Kernel) => Promise<void>): Promise<void> {
  const kernel = shared ?? (await startKernel({ cwd: temporaryFolder(), command }));
  shared = undefined;
  const messages: Ran["messages"] = [];
  kernel.onMessage = ({ header, parent, content }) =>
    messages.push({ type: header.msg_type, parent: parent.msg_id, content });
  async function run(code: string): Promise<Ran> {
    let id = "";
    const onSend = (sent: string) => {
      id = sent;
    };
    const reply = await kernel.execute(code, { timeoutSeconds: PATIENCE, onSend });
    const own = messages.filter(({ parent }) => parent === id);
    const printed = (name: string) =>
      own
        .map(({ type, content }) => (type === "stream" && content.name === name ? content.text : ""))
        .join("");
    return { reply, messages: own, printed };
  }
  try {
    await test(run, kernel);
    if (!command && isAlive(kernel.pid)) shared = kernel;
  } finally {
    if (!shared) await kernel.close();
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
