// spin-ring kernel install and uninstall, in a data folder of their own (`npm run build` first).
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { userDataFolder } from "../../src/kernel/kernelspec";

const root = join(__dirname, "..", "..");
const main = join(root, "dist", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "spin-ring-"));
afterAll(() => rmSync(folder, { recursive: true }));
const data = join(folder, "jupyter");
const spec = join(data, "kernels", "spin-ring");
const file = join(spec, "kernel.json");
beforeEach(() => rmSync(data, { recursive: true, force: true }));

function kernel(what: string): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, JUPYTER_DATA_DIR: data };
  const argv = [main, "kernel", what];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8", env });
  return { status, stdout, stderr };
}

function writeSpec(text: string): void {
  mkdirSync(spec, { recursive: true });
  writeFileSync(file, text);
}

test("install says where, and the kernelspec starts this checkout's kernel with this Node", () => {
  const { status, stdout, stderr } = kernel("install");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`in ${spec}\n`);
  const { argv, display_name, language, interrupt_mode } = JSON.parse(readFileSync(file, "utf8"));
  const program = join(root, "dist", "kernel", "kernel.js");
  expect([argv[0], ...argv.slice(-2)]).toEqual([process.execPath, program, "{connection_file}"]);
  const repository = JSON.parse(readFileSync(join(root, "kernels", "spin-ring", "kernel.json"), "utf8"));
  expect(argv.slice(1, -2)).toEqual(repository.argv.slice(1, -2)); // the same options for Node
  expect(interrupt_mode).toBe(repository.interrupt_mode);
  expect([display_name, language]).toEqual(["TypeScript (spin-ring)", "typescript"]);
});

test("the name is the one that every notebook asks for, and the one in the repository", () => {
  const own = JSON.parse(readFileSync(join(root, "kernels", "spin-ring", "kernel.json"), "utf8"));
  kernel("install");
  const installed = JSON.parse(readFileSync(file, "utf8"));
  expect(installed.display_name).toBe(own.display_name);
  const notebook = JSON.parse(readFileSync(join(root, "notebooks", "01-model.ipynb"), "utf8"));
  const { name, display_name } = notebook.metadata.kernelspec;
  expect([name, display_name]).toEqual(["spin-ring", own.display_name]);
});

test("installing twice is as installing once, and uninstalling leaves nothing of it", () => {
  kernel("install");
  const once = readFileSync(file, "utf8");
  expect(kernel("install").status).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(once);
  expect(kernel("uninstall")).toEqual({ status: 0, stdout: `removed ${spec}\n`, stderr: "" });
  expect(existsSync(spec)).toBe(false);
  expect(kernel("uninstall")).toEqual({
    status: 0,
    stdout: `there is no kernel in ${spec}: nothing to remove\n`,
    stderr: "",
  });
});

test("other kernels, and files that somebody put beside ours, stay", () => {
  const stock = join(data, "kernels", "tslab", "kernel.json");
  mkdirSync(dirname(stock), { recursive: true });
  writeFileSync(stock, "{}");
  kernel("install");
  writeFileSync(join(spec, "logo-svg.svg"), "<svg/>");
  expect(kernel("uninstall").status).toBe(0);
  expect([stock, join(spec, "logo-svg.svg"), file].map((path) => existsSync(path))).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([
  ["of another program", JSON.stringify({ argv: ["other"], display_name: "Mine", language: "x" })],
  ["that is no JSON", "{"],
  ["that is null", "null"],
])("a kernelspec of this name %s is neither replaced nor removed", (_, text) => {
  writeSpec(text);
  for (const what of ["install", "uninstall"]) {
    const { status, stdout, stderr } = kernel(what);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^[^\n]* was not made by spin-ring and is left alone: [^\n]*JUPYTER_DATA_DIR\n$/);
    expect(readFileSync(file, "utf8")).toBe(text);
  }
});

test("a kernel of a checkout that has moved is noticed, by lab and by install, and replaced", () => {
  const argv = ["/gone/node", "/gone/kernel.js", "{connection_file}"];
  writeSpec(JSON.stringify({ argv, metadata: { "spin-ring": { checkout: "/gone" } } }));
  const env = { PATH: "", JUPYTER_DATA_DIR: data };
  const lab = spawnSync(process.execPath, [main, "lab"], { encoding: "utf8", env });
  expect(lab.stderr).toContain(
    `the kernel installed in ${spec} no longer works: npx spin-ring kernel install`,
  );
  const { status, stdout } = kernel("install");
  expect(status).toBe(0);
  expect(stdout).toContain("it replaces the one of /gone, which no longer works\n");
  expect(JSON.parse(readFileSync(file, "utf8")).argv[0]).toBe(process.execPath);
});

test("uninstall removes the kernel of another checkout too, and says whose it was", () => {
  const argv = [process.execPath, main, "{connection_file}"];
  writeSpec(JSON.stringify({ argv, metadata: { "spin-ring": { checkout: "/other" } } }));
  expect(kernel("uninstall").stdout).toBe(`removed ${spec}, the kernel of /other\n`);
  expect(existsSync(spec)).toBe(false);
});

test("a data folder that cannot be written is one line, and nothing is left behind", () => {
  writeFileSync(data, "a file where a folder should be");
  const { status, stdout, stderr } = kernel("install");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^[^\n]*: cannot be written \([A-Z]+\); make it writable, [^\n]*JUPYTER_DATA_DIR\n$/,
  );
});

test.runIf(existsSync("/proc/self"))("a data folder in a place that can hold none is one line too", () => {
  const env = { ...process.env, JUPYTER_DATA_DIR: "/proc/none" };
  const argv = [main, "kernel", "install"];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8", env, timeout: 60_000 });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^\/proc\/none\/[^\n]*: cannot be written \([A-Z]+\); [^\n]*\n$/);
});

test("a data folder that is read-only is one line too", () => {
  mkdirSync(data);
  chmodSync(folder, 0o755);
  chmodSync(data, 0o555);
  const program = `const { register } = require(${JSON.stringify(join(root, "dist", "kernel", "kernelspec.js"))});
    if (process.getuid?.() === 0) process.setuid(65534); // root may write anywhere
    process.env.JUPYTER_DATA_DIR = ${JSON.stringify(data)};
    try { register(); }
    catch (error) { console.log(error.message); }`;
  const { stdout } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
  chmodSync(data, 0o755);
  expect(stdout).toMatch(/^[^\n]*: cannot be written \(EACCES\); make it writable, [^\n]*\n$/);
});

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ["linux", {}, join(homedir(), ".local", "share", "jupyter")],
  ["linux", { XDG_DATA_HOME: "/xdg" }, "/xdg/jupyter"],
  ["linux", { XDG_DATA_HOME: "" }, join(homedir(), ".local", "share", "jupyter")],
  ["linux", { XDG_DATA_HOME: "/xdg", JUPYTER_DATA_DIR: "/own" }, "/own"],
  ["freebsd", {}, join(homedir(), ".local", "share", "jupyter")],
  ["darwin", { XDG_DATA_HOME: "/xdg" }, join(homedir(), "Library", "Jupyter")],
  ["win32", { APPDATA: "/roaming" }, "/roaming/jupyter"],
  ["win32", {}, join(homedir(), ".jupyter", "data")],
])("the data folder on %s with %j is where Jupyter looks", (platform, env, expected) => {
  expect(userDataFolder(platform, env)).toBe(expected);
});

test.each([["remove"], ["--force"]])("bad usage %j is status 2", (what) => {
  const { status, stdout, stderr } = kernel(what);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^error: unknown (command|option) /);
});
