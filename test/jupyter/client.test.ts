// The kernel as Jupyter's own client library finds, starts and asks it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Content } from "../../src/kernel/wire";
import { type Ask, environment, folder, main, program, session } from "./helper";

let ask: Ask;
beforeAll(async () => {
  ask = session();
  expect(await ask("start", { name: "spin-ring", cwd: folder })).toHaveProperty("pid");
});
afterAll(async () => expect(await ask("shutdown")).toEqual({ alive: false }));

const printed = ({ messages }: Content): string =>
  messages.map(({ content }: Content) => content.text ?? "").join("");
const result = ({ messages }: Content): string =>
  messages.find(({ type }: Content) => type === "execute_result").content.data["text/plain"];
const execute = (code: string, rest: Content = {}): Promise<Content> => ask("execute", { code, ...rest });

test("both kernels of the repository are found, the notebooks' own and the one for tslab notebooks", async () => {
  const found = await ask("kernels");
  expect(found["spin-ring"]).toMatch(/kernels\/spin-ring$/);
  expect(found.tslab).toMatch(/kernels\/tslab$/);
});

test("a cell imports the library, and its outputs carry its prompt number", async () => {
  const ran = await execute('import { ringModel } from "spin-ring"; console.log(typeof ringModel);');
  expect(ran.reply.status).toBe("ok");
  expect(printed(ran)).toBe("function\n");
  expect(ran.messages.map(({ type }: Content) => type)).toEqual([
    "status",
    "execute_input",
    "stream",
    "status",
  ]);
  expect(ran.messages[1].content.execution_count).toBe(ran.reply.execution_count);
});

describe("a question about", () => {
  const code = 'import * as ring from "spin-ring"; ring.steadySt';
  test("what could follow is answered with the library's names", async () => {
    const reply = await ask("ask", { what: "complete", code, cursor_pos: code.length });
    expect(reply).toMatchObject({
      status: "ok",
      cursor_start: code.indexOf("steady"),
      cursor_end: code.length,
    });
    expect(reply.matches).toContain("steadyState");
  });

  test("a name is answered with its type and what its author says of it", async () => {
    const code = 'import { steadyState } from "spin-ring"; steadyState';
    const { status, found, data } = await ask("ask", { what: "inspect", code, cursor_pos: code.length - 3 });
    expect([status, found]).toEqual(["ok", true]);
    expect(data["text/plain"]).toMatch(/steadyState\(/);
    const call = { code: `${code}(`, cursor_pos: code.length + 1 };
    const within = await ask("ask", { what: "inspect", ...call });
    expect(within.data["text/plain"]).toMatch(/^steadyState\(model: SpinModel/);
    expect(await ask("ask", { what: "inspect", code: "  ", cursor_pos: 1 })).toMatchObject({
      status: "ok",
      found: false,
      data: {},
    });
  });

  test.each([
    ["1 + 1", "complete"],
    ["function f() {", "incomplete"],
  ])("whether %j is all is answered: %s", async (code, status) => {
    expect(await ask("is_complete", { code })).toMatchObject({ status });
  });

  test("history, comms and the kernel itself is answered politely", async () => {
    await execute("const remembered = 1;");
    const { status: asked, history } = await ask("ask", { what: "history" });
    expect([asked, history.at(-1)]).toEqual(["ok", [1, expect.any(Number), "const remembered = 1;"]]);
    expect(await ask("ask", { what: "comm_info" })).toEqual({ status: "ok", comms: {} });
    const { status, protocol_version, language_info } = await ask("ask", { what: "kernel_info" });
    expect([status, protocol_version, language_info.name]).toEqual(["ok", "5.3", "typescript"]);
  });
});

test.each([
  ["that computes", "console.log('in'); while (true) {}"],
  ["that waits", "console.log('in'); await new Promise(() => {});"],
  ["that computes after a wait", "await new Promise(setImmediate); console.log('in'); while (true) {}"],
])("an interrupt stops a cell %s, and the kernel keeps what it knows", async (_, code) => {
  await execute("let kept = 41;");
  const { reply, messages } = await execute(code, { interrupt_after: "in" });
  expect(reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
  expect(messages.find(({ type }: Content) => type === "error").content.traceback).toEqual([
    "KeyboardInterrupt: the cell was stopped",
  ]);
  expect(result(await execute("kept + 1"))).toBe("42");
});

describe("a cell that asks for input", () => {
  test.each([
    ["prompt('name?')", "name? "],
    [
      'import { createInterface } from "node:readline/promises"; await createInterface({ input: process.stdin }).question("name?")',
      "name?",
    ],
  ])("gets what is typed: %s", async (code, prompt) => {
    const ran = await execute(code, { typed: ["Ada"] });
    expect([result(ran), ran.questions]).toEqual(["'Ada'", [prompt]]);
    expect(result(await execute("6 * 7"))).toBe("42");
  });

  test("is told where nobody can type", async () => {
    const { reply, questions } = await execute("prompt('name?')");
    expect([reply.ename, questions]).toEqual(["NoInput", []]);
  });
});

test.each([
  [false, "asked to end"],
  [true, "killed"],
])("a kernel that is restarted (%j: it is %s) is a new one that knows nothing", async (now) => {
  const old = Number(result(await execute("let before = process.pid; before")));
  const { pid } = await ask("restart", { now });
  expect(pid).not.toBe(old);
  expect((await execute("before")).reply.evalue).toContain("Cannot find name 'before'");
  expect(result(await execute("process.pid"))).toBe(String(pid));
});

test("an installed kernel is listed and runs without JUPYTER_PATH, an uninstalled one is gone", async () => {
  const { JUPYTER_PATH: _, ...env } = environment;
  const kernel = (what: string) =>
    spawnSync(process.execPath, [main, "kernel", what], { env, encoding: "utf8" });
  const listed = () =>
    spawnSync(program("python"), ["-m", "jupyter_client.kernelspecapp", "list"], { env, encoding: "utf8" })
      .stdout;
  const place = join(environment.JUPYTER_DATA_DIR as string, "kernels", "spin-ring");
  expect(listed()).not.toContain("spin-ring ");
  expect(kernel("install").stdout).toContain(place);
  expect(listed()).toMatch(new RegExp(`^ +spin-ring +${place}$`, "m"));
  const installed = session(env);
  expect(await installed("start", { name: "spin-ring", cwd: folder })).toHaveProperty("pid");
  expect(result(await installed("execute", { code: "6 * 7" }))).toBe("42");
  await installed("shutdown");
  expect(kernel("uninstall").status).toBe(0);
  expect(listed()).not.toContain("spin-ring ");
});
