// A kernel as a process: the ports it gets, the file that tells it so, and its end in every case.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "./wire";

/** How a kernel is started, given the path of its connection file. */
export type KernelCommand = (connectionFile: string) => string[];

export interface KernelProcess {
  connection: Connection;
  child: ChildProcess;
  /** Rejects, with the reason, when the process ends. */
  ended: Promise<never>;
  /** Removes the connection file: once the kernel has read it, nobody needs it. */
  forget(): void;
  /** Ends the process, by force if need be, and leaves nothing behind. */
  end(): Promise<void>;
}

/** What a kernel says that lost one of its ports to somebody else. */
export const PORT_TAKEN: RegExp = /address already in use/i;

/** The kernel's program, compiled; Node must bear that an interrupt breaks off a timer's callback (control-thread.ts). */
export const kernelArguments: readonly string[] = [
  "--no-force-async-hooks-checks",
  join(__dirname, "..", "..", "dist", "kernel", "kernel.js"),
];
export const ownKernel: KernelCommand = (connectionFile) => [
  process.execPath,
  ...kernelArguments,
  connectionFile,
];

/** Names the connection file to a kernel of ours, which removes it: whoever made it may be killed before it could. */
export const OWN_CONNECTION = "SPIN_RING_CONNECTION";

export async function launch(cwd: string, command: KernelCommand): Promise<KernelProcess> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const connection: Connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
    ...{ shell_port, iopub_port, stdin_port, control_port, hb_port },
  };
  const folder = mkdtempSync(join(tmpdir(), "spin-ring-")); // readable by this user only, as is the file
  const forget = () => rmSync(folder, { recursive: true, force: true });
  const file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });

  const [program, ...args] = command(file);
  const env = { ...process.env, JPY_PARENT_PID: String(process.pid), [OWN_CONNECTION]: file };
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  const release = onSignal(() => {
    child.kill("SIGKILL");
    forget();
  });
  const ended = whenEnded(child);

  async function end(): Promise<void> {
    child.kill("SIGTERM");
    const escalate = setTimeout(() => child.kill("SIGKILL"), 1000);
    await ended.catch(() => {});
    clearTimeout(escalate);
    forget();
    release();
  }
  return { connection, child, ended, forget, end };
}

function whenEnded(child: ChildProcess): Promise<never> {
  let said = "";
  child.stderr?.on("data", (text) => {
    said = (said + text).slice(-20_000);
  });
  const ended = new Promise<never>((_, reject) => {
    child.on("error", (error) => reject(new Error(`the kernel cannot be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      // V8 puts a dump of its stack below the reason, Node the parts of an error
      const reason = /^FATAL ERROR: (.*)$/m.exec(said)?.[1] ?? PORT_TAKEN.exec(said)?.[0];
      const lastWords = reason ?? said.trim().split("\n").pop();
      const how = signal ?? `exit status ${code}`;
      reject(new Error(`the kernel ended (${how})${lastWords ? `: ${lastWords}` : ""}`));
    });
  });
  ended.catch(() => {}); // of interest only to who waits for an answer
  return ended;
}

// all are held until the last is found, so that they differ
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports.push((server.address() as { port: number }).port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

// Ctrl-C and the like: clean up, then end as a program does that the signal ended
function onSignal(cleanUp: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const release = () => {
    for (const signal of signals) process.off(signal, handle);
  };
  const handle = (signal: NodeJS.Signals) => {
    cleanUp();
    release();
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, handle);
  return release;
}
