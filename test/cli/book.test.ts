// spin-ring book as a command: what goes wrong is one line (`npm run build` first).
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveFolder } from "../../src/book/serve";

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

test("the book alone is served, to its own address alone, and for reading alone", async () => {
  const shelf = join(folder, "shelf");
  mkdirSync(join(shelf, "assets"), { recursive: true });
  writeFileSync(join(shelf, "index.html"), "front");
  writeFileSync(join(shelf, "a b.txt"), "inside");
  mkdirSync(join(folder, "shelf-2"));
  for (const place of [folder, join(folder, "shelf-2")]) writeFileSync(join(place, "secret.html"), "secret");
  symlinkSync(join(folder, "secret.html"), join(shelf, "link.html"));
  symlinkSync(folder, join(shelf, "up"));
  const { server, address } = await serveFolder(shelf, 0);
  const { port } = new URL(address);
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    new Promise<[number | undefined, string]>((resolve) => {
      request({ host: "127.0.0.1", port, path, method, headers }, async (answer) =>
        resolve([answer.statusCode, await text(answer)]),
      ).end();
    });
  try {
    expect(await ask("/")).toEqual([200, "front"]);
    expect(await ask("/a%20b.txt?x#y")).toEqual([200, "inside"]);
    expect(await ask("/", {}, "HEAD")).toEqual([200, ""]);
    expect(await ask("/", { host: `localhost:${port}` })).toEqual([200, "front"]);
    const outside = [
      "/../secret.html",
      "/..%2fsecret.html",
      "/../shelf-2/secret.html",
      "/%2e%2e/shelf-2/secret.html",
    ];
    const paths = [
      ...outside,
      "/link.html",
      "/link",
      "/up/secret.html",
      "/assets",
      "/%",
      "/%00",
      "//etc/passwd",
    ];
    for (const path of paths) {
      const [status, said] = await ask(path);
      expect([path, status, said.includes("secret")]).toEqual([path, 404, false]);
    }
    for (const host of ["example.org", `example.org:${port}`, "127.0.0.1", `127.0.0.1.example.org:${port}`]) {
      expect([host, (await ask("/", { host }))[0]]).toEqual([host, 421]);
    }
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      expect([method, (await ask("/", {}, method))[0]]).toEqual([method, 405]);
    }
  } finally {
    server.close();
  }
});

test.each([["-1"], ["70000"], ["here"]])("the port %s is refused, with status 2", (port) => {
  const { status, stderr } = run("--serve", "--port", port);
  expect(status).toBe(2);
  expect(stderr).toContain(`must be an integer from 0 to 65535, got ${port}`);
});
