// spin-ring book as a command: what goes wrong is one line (`npm run build` first).
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const main = join(__dirname, "..", "..", "dist", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "spin-ring-"));
const book = join(folder, "book");
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  expect(run("--out", book)).toEqual({
    status: 0,
    stdout: `wrote the book: open ${book}/index.html\n`,
    stderr: "",
  });
});

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "book", ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("a port that somebody else has is named, with the way out, and status 1", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const served = run("--out", book, "--serve", "--port", String(port));
  other.close();
  expect([served.status, served.stderr]).toEqual([1, `port ${port} is taken: choose another with --port\n`]);
});

test("the address that is printed is served, on loopback, until Ctrl-C", async () => {
  const server = spawn(process.execPath, [main, "book", "--out", book, "--serve", "--port", "0"]);
  const address = await new Promise<string>((resolve) => {
    server.stdout.on("data", (text) => /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.forEach(resolve));
  });
  expect(await (await fetch(address)).text()).toContain("spin-ring");
  const ended = new Promise((resolve) => server.once("exit", (_, signal) => resolve(signal)));
  server.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
});

test.each([["-1"], ["70000"], ["here"]])("the port %s is refused, with status 2", (port) => {
  const { status, stderr } = run("--serve", "--port", port);
  expect(status).toBe(2);
  expect(stderr).toContain(`must be an integer from 0 to 65535, got ${port}`);
});
