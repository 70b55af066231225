// A kernel as a process: reachable from this machine only, and never left behind.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Dealer, Subscriber } from "zeromq";
import { kernelArguments, launch, ownKernel } from "../../src/kernel/launch";
import { type Content, decode, encode, type Message, newHeader } from "../../src/kernel/wire";
import { startKernel } from "../../src/runner/client";
import { eventually, PATIENCE, pause } from "../support/wait";
import { isAlive, command as otherCommand, root, stock, temporaryFolder } from "./helper";

process.env.TMPDIR = temporaryFolder(); // so that no other test's connection files are counted

const client = join(root, "dist", "runner", "client.js");
const connectionFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("spin-ring-"));

/** A kernel that first notes down what its connection file is like. */
function noting(folder: string): { command: (file: string) => string[]; noted: () => Content[] } {
  const notes = join(folder, "notes");
  writeFileSync(notes, "");
  const program = `
    const fs = require("node:fs"), path = require("node:path"), file = process.argv[1];
    const mode = (path) => (fs.statSync(path).mode & 0o777).toString(8);
    const { key, ip, transport } = JSON.parse(fs.readFileSync(file));
    const note = { file, key, ip, transport, mode: mode(file), folderMode: mode(path.dirname(file)) };
    fs.appendFileSync(${JSON.stringify(notes)}, JSON.stringify(note) + "\\n");
    process.argv.splice(1, 1, "kernel", file);
    require(${JSON.stringify(kernelArguments.at(-1))});
  `;
  const read = () => readFileSync(notes, "utf8").trim().split("\n");
  return {
    command: (file) => [process.execPath, "-e", program, file],
    noted: () => read().map((line) => JSON.parse(line)),
  };
}

test("each kernel has a key of its own, in a file for this user only that is gone once it was read", async () => {
  const cwd = temporaryFolder();
  const { command, noted } = noting(cwd);
  for (let i = 0; i < 2; i++) {
    const kernel = await startKernel({ cwd, command });
    expect(existsSync(noted()[i].file)).toBe(false);
    await kernel.close();
  }
  const [first, second] = noted();
  expect(first).toMatchObject({ mode: "600", folderMode: "700", ip: "127.0.0.1", transport: "tcp" });
  expect(first.key).toMatch(/^[0-9a-f]{64}$/);
  expect(second.key).not.toBe(first.key);
});

test("a kernel listens on the loopback address alone", async () => {
  const { connection, child, end } = await launch(temporaryFolder(), ownKernel);
  const reaches = (address: string) => {
    return new Promise<boolean>((resolve) => {
      const socket = connect(connection.shell_port, address);
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
      socket.on("close", () => socket.destroy());
    });
  };
  while (!(await reaches("127.0.0.1"))) await pause(100);
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of others.filter(({ internal, family }) => !internal && family === "IPv4")) {
    expect(await reaches(address)).toBe(false);
  }
  if (existsSync("/proc/net/tcp")) expect(listening(child)).toEqual(new Set(["0100007F"]));
  await end();
});

// the local addresses, in hexadecimal, on which a process listens
function listening({ pid }: ChildProcess): Set<string> {
  const inodes = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      inodes.add(readlinkSync(`/proc/${pid}/fd/${fd}`).replace(/^socket:\[(\d+)\]$/, "$1"));
    } catch {
      // closed meanwhile
    }
  }
  const sockets = ["tcp", "tcp6"].flatMap((name) =>
    readFileSync(`/proc/net/${name}`, "utf8").split("\n").slice(1),
  );
  const rows = sockets.map((line) => line.trim().split(/\s+/));
  return new Set(
    rows.filter((row) => row[3] === "0A" && inodes.has(row[9])).map((row) => row[1].split(":")[0]),
  );
}

test("a message signed with another key is not answered", async () => {
  const message = { identities: [], header: newHeader("execute_request", "s"), parent: {}, content: {} };
  const frames = encode("one key", message).map((frame) => Buffer.from(frame));
  expect(decode("one key", frames).header.msg_type).toBe("execute_request");
  expect(() => decode("another", frames)).toThrow("signature");
});

// a program that starts a kernel, prints the kernel's process id, and then lets it run a cell
async function parent(code: string): Promise<{ program: ChildProcess; kernel: number }> {
  const argv = JSON.stringify((otherCommand ?? ownKernel)("FILE"));
  const command = `(file) => ${argv}.map((part) => (part === "FILE" ? file : part))`;
  const options = `{ cwd: ${JSON.stringify(temporaryFolder())}, command: ${command} }`;
  const program = spawn(process.execPath, [
    "-e",
    `require(${JSON.stringify(client)}).startKernel(${options}).then((kernel) => {
      kernel.onMessage = ({ header }) => { if (header.msg_type === "stream") console.log(kernel.pid); };
      kernel.execute(${JSON.stringify(code)});
    })`,
  ]);
  const kernel = await new Promise<number>((resolve) =>
    program.stdout?.once("data", (text) => resolve(Number(text))),
  );
  return { program, kernel };
}

test.each([
  ["idle", "console.log('up')"],
  ["in an endless loop", "console.log('up'); while (true) {}"],
])("a kernel that is %s ends when its parent is killed", async (_, code) => {
  const { program, kernel } = await parent(code);
  expect(isAlive(kernel)).toBe(true);
  program.kill("SIGKILL");
  expect(await eventually(() => !isAlive(kernel))).toBe(true);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s to the parent ends both, and leaves no file",
  async (signal) => {
    const before = connectionFolders();
    const program = spawn(process.execPath, [
      "-e",
      `const { launch, ownKernel } = require(${JSON.stringify(join(root, "dist", "kernel", "launch.js"))});
     launch(${JSON.stringify(temporaryFolder())}, ownKernel).then(({ child }) => console.log(child.pid));`,
    ]);
    const kernel = await new Promise<number>((resolve) =>
      program.stdout?.once("data", (text) => resolve(Number(text))),
    );
    const ended = new Promise((resolve) => program.once("exit", (_, how) => resolve(how)));
    program.kill(signal);
    expect(await ended).toBe(signal);
    expect(await eventually(() => !isAlive(kernel))).toBe(true);
    expect(connectionFolders().filter((name) => !before.includes(name))).toEqual([]);
  },
);

test("a kernel that cannot start is reported in one line, and leaves no file", async () => {
  const cwd = temporaryFolder();
  const before = connectionFolders();
  const missing = startKernel({ cwd, command: () => ["no-such-program"] });
  await expect(missing).rejects.toThrow(/^the kernel cannot be started: .*no-such-program/);
  const broken = startKernel({
    cwd,
    command: () => [process.execPath, "-e", "console.error('no luck'); process.exit(3)"],
  });
  await expect(broken).rejects.toThrow(/^the kernel ended \(exit status 3\): no luck$/);
  expect(connectionFolders().filter((name) => !before.includes(name))).toEqual([]);
});

test.each([
  ["our kernel, which ends", ownKernel],
  ["a kernel that goes on without them", stock],
])("ports that somebody else took meanwhile are replaced by others: %s", async (_, own) => {
  const server = createServer();
  let attempts = 0;
  const command = (file: string): string[] => {
    if (++attempts === 1) server.listen(JSON.parse(readFileSync(file, "utf8")).iopub_port, "127.0.0.1");
    return own(file);
  };
  const kernel = await startKernel({ cwd: temporaryFolder(), command });
  expect(attempts).toBe(2);
  await kernel.close();
  server.close();
});

test("a front end that connects anew under its old name is answered, as after a lost connection", async () => {
  const { connection, end } = await launch(temporaryFolder(), ownKernel);
  const connected = (): Dealer => {
    const shell = new Dealer({ routingId: "front end", linger: 0, receiveTimeout: PATIENCE * 1000 });
    shell.connect(`tcp://127.0.0.1:${connection.shell_port}`);
    return shell;
  };
  const ask = async (shell: Dealer): Promise<string> => {
    const header = newHeader("kernel_info_request", "s");
    await shell.send(encode(connection.key, { identities: [], header, parent: {}, content: {} }));
    return decode(connection.key, await shell.receive()).header.msg_type;
  };
  const first = connected();
  expect(await ask(first)).toBe("kernel_info_reply");
  const second = connected();
  expect(await ask(second)).toBe("kernel_info_reply");
  for (const shell of [first, second]) shell.close();
  await end();
});

test("messages that are none deafen no channel, and a comm that nobody knows is closed", async () => {
  const { connection, end } = await launch(temporaryFolder(), ownKernel);
  const { key, ip } = connection;
  const options = { linger: 0, receiveTimeout: PATIENCE * 1000 };
  const [shell, control, iopub] = [new Dealer(options), new Dealer(options), new Subscriber(options)];
  iopub.subscribe("comm_close");
  shell.connect(`tcp://${ip}:${connection.shell_port}`);
  control.connect(`tcp://${ip}:${connection.control_port}`);
  iopub.connect(`tcp://${ip}:${connection.iopub_port}`);
  const header = newHeader("kernel_info_request", "s");
  const broken: [unknown, unknown, unknown][] = [
    [null, {}, {}],
    [7, {}, {}],
    [[], {}, {}],
    [{}, {}, {}],
    [{ ...header, msg_type: null }, {}, {}],
    [{ ...header, msg_type: "constructor" }, {}, {}],
    [{ ...header, msg_type: "execute_request" }, {}, null],
    [{ ...header, msg_type: "execute_request" }, null, { code: 7 }],
    [{ ...header, msg_type: "complete_request" }, {}, "text"],
    [{ ...header, msg_type: "history_request" }, {}, null],
    [{ ...header, msg_type: "comm_open" }, {}, {}],
  ];
  for (const socket of [shell, control]) {
    await socket.send("no message");
    await socket.send(["<IDS|MSG>", "", "{", "{", "{", "{"]);
    for (const [header, parent, content] of broken) {
      await socket.send(encode(key, { identities: [], header, parent, content } as never));
    }
    await socket.send(encode(key, { identities: [], header, parent: {}, content: {} }));
    let type = "";
    while (type !== "kernel_info_reply") type = decode(key, await socket.receive()).header.msg_type;
  }
  const comm_id = "of a widget";
  const opening = newHeader("comm_open", "s");
  const content = { comm_id, target_name: "jupyter.widget", data: {} };
  let closed: Message | undefined;
  const listening = (async () => {
    while (closed?.content.comm_id !== comm_id) closed = decode(key, await iopub.receive());
  })();
  for (let attempt = 0; closed?.content.comm_id !== comm_id && attempt < PATIENCE * 10; attempt++) {
    // the subscription needs a moment to take hold
    await shell.send(encode(key, { identities: [], header: opening, parent: {}, content }));
    await pause(100);
  }
  await listening;
  expect(closed?.parent.msg_id).toBe(opening.msg_id);
  for (const socket of [shell, control, iopub]) socket.close();
  await end();
});

test("a starter that is killed before its kernel answers leaves no connection file behind", async () => {
  const temporary = temporaryFolder();
  const program = `require(${JSON.stringify(client)}).startKernel({ cwd: "." });`;
  const starter = spawn(process.execPath, ["-e", program], { env: { ...process.env, TMPDIR: temporary } });
  expect(await eventually(() => readdirSync(temporary).length > 0)).toBe(true);
  starter.kill("SIGKILL");
  expect(await eventually(() => readdirSync(temporary).length === 0)).toBe(true);
});
