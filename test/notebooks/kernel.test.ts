// What the kernel does that tslab's does not: each test here fails on tslab's own, unless it says otherwise.
// To see that: SPIN_RING_TEST_KERNEL=stock npx vitest run test/notebooks/kernel.test.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Content, Message } from "../../src/kernel/wire";
import { type Kernel, startKernel } from "../../src/runner/client";
import { eventually, PATIENCE, pause } from "../support/wait";
import { command, isAlive, type Ran, temporaryFolder, withKernel } from "./helper";

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `${from + i}\n`).join("");

/** Does something once, as soon as a text has been printed. */
function onPrinted(kernel: Kernel, text: string, act: () => void): void {
  const collect = kernel.onMessage;
  kernel.onMessage = (message) => {
    collect(message);
    if (!message.content.text?.includes(text)) return;
    kernel.onMessage = collect;
    act();
  };
}

describe("output", () => {
  test("20 000 printed lines all arrive, in order", () =>
    withKernel(async (run) => {
      const { printed } = await run("for (let i = 0; i < 20000; i++) console.log(i);");
      expect(printed("stdout")).toBe(numbers(0, 20000));
    }));

  test("seven cells of 100 lines each lose nothing, and the kernel still answers", () =>
    withKernel(async (run) => {
      for (let cell = 0; cell < 7; cell++) {
        const { reply, printed } = await run(`for (let i = 0; i < 100; i++) console.log(${cell * 100} + i);`);
        expect(reply.status).toBe("ok");
        expect(printed("stdout")).toBe(numbers(cell * 100, 100));
      }
    }));

  test("2 000 displays in one cell all arrive", () =>
    withKernel(async (run) => {
      const { messages } = await run(
        'import * as tslab from "tslab"; for (let i = 0; i < 2000; i++) tslab.display.text(String(i));',
      );
      const shown = messages.filter(({ type }) => type === "display_data");
      expect(shown.map(({ content }) => content.data["text/plain"]).join("\n")).toBe(numbers(0, 2000).trim());
    }));

  test("a flood of lines travels in few messages", () =>
    withKernel(async (run) => {
      const { messages } = await run("for (let i = 0; i < 5000; i++) console.log(i);");
      expect(messages.filter(({ type }) => type === "stream").length).toBeLessThan(1000);
    }));

  test("printed lines and displays keep their order (on tslab too)", () =>
    withKernel(async (run) => {
      const { messages } = await run(`import * as tslab from "tslab";
        for (let i = 0; i < 50; i++) { console.log(i); if (i % 10 === 9) console.error("e"); }
        tslab.display.text("d"); console.log("z");`);
      const texts = messages.map(({ content }) => content.text ?? content.data?.["text/plain"] ?? "");
      const tens = [0, 10, 20, 30, 40].map((from) => `${numbers(from, 10)}e\n`);
      expect(texts.join("")).toBe(`${tens.join("")}dz\n`);
    }));

  test("bytes that are written in hexadecimal are the text that they stand for", () =>
    withKernel(async (run) => {
      const { printed } = await run(
        "process.stdout.write('6869', 'hex'); process.stdout.write('aQ==', 'base64');",
      );
      expect(printed("stdout")).toBe("hii");
    }));

  test("what was printed before a long computation is seen at once (on tslab too)", () =>
    withKernel(async (run, kernel) => {
      const seen = join(temporaryFolder(), "seen");
      onPrinted(kernel, "b", () => writeFileSync(seen, ""));
      const { printed } = await run(`import { existsSync } from "node:fs"; console.log("a"); console.log("b");
        const end = Date.now() + ${PATIENCE * 500}; while (!existsSync(${JSON.stringify(seen)}) && Date.now() < end);
        console.log(existsSync(${JSON.stringify(seen)}) ? "seen" : "never seen");`);
      expect(printed("stdout")).toBe("a\nb\nseen\n");
    }));
});

describe("what a child process inherits is the cell's output:", () => {
  const child = `'console.log("out"); console.error("err")'`;
  test.each([
    ["execSync", `execSync("echo out; echo err >&2; cat", { stdio: "inherit" })`],
    ["execFileSync", `execFileSync(process.execPath, ["-e", ${child}], { stdio: "inherit" })`],
    [
      "spawnSync",
      `spawnSync(process.execPath, ["-e", ${child}], { stdio: ["inherit", 1, process.stderr] }).stdout`,
    ],
    [
      "spawn, as it comes",
      `const c1 = spawn(process.execPath, ["-e", ${child}], { stdio: "inherit" });
       await new Promise((over) => c1.once("close", over)); c1.stdout`,
    ],
    [
      "fork",
      `fs.writeFileSync("forked.js", ${child});
       await new Promise((over) => fork("forked.js").once("close", over)); null`,
    ],
  ])("%s", (_, code) =>
    withKernel(async (run) => {
      const { reply, printed, messages } = await run(
        `import * as fs from "node:fs";
        import { execFileSync, execSync, fork, spawn, spawnSync } from "node:child_process";\n${code}`,
      );
      expect(reply.status).toBe("ok");
      expect([printed("stdout"), printed("stderr")]).toEqual(["out\n", "err\n"]);
      const result = messages.find(({ type }) => type === "execute_result");
      expect(result?.content.data["text/plain"] ?? "null").toBe("null");
    }),
  );

  test("also of one that fails, whose error says no more than Node's", () =>
    withKernel(async (run) => {
      const { reply, printed } = await run(
        `require("child_process").execSync("echo out; echo err >&2; exit 3", { stdio: "inherit" })`,
      );
      expect(reply.evalue).toBe("Command failed: echo out; echo err >&2; exit 3");
      expect([printed("stdout"), printed("stderr")]).toEqual(["out\n", "err\n"]);
    }));

  test("and what it does not inherit is not", () =>
    withKernel(async (run) => {
      const { printed, messages } = await run(
        `import { spawnSync } from "node:child_process";
        spawnSync("echo out; echo err >&2", { shell: true, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" }).stdout`,
      );
      expect([printed("stdout"), printed("stderr")]).toEqual(["", "err\n"]);
      const result = messages.find(({ type }) => type === "execute_result");
      expect(result?.content.data["text/plain"]).toBe("'out\\n'");
    }));
});

describe("front ends learn", () => {
  test("the prompt number and the code of each cell", () =>
    withKernel(async (run) => {
      const { execution_count: before } = (await run("0")).reply;
      for (const [i, code] of ["1 + 1", "2 + 2"].entries()) {
        const { messages, reply } = await run(code);
        const execution_count = before + 1 + i;
        expect(messages[0]).toMatchObject({ type: "execute_input", content: { code, execution_count } });
        expect(reply.execution_count).toBe(execution_count);
      }
    }));

  test("name, message and traceback of an error, without the frames of the kernel", () =>
    withKernel(async (run) => {
      const { messages, reply } = await run(
        "function inner() { throw new RangeError('too far'); }\nfunction outer() { inner(); }\nouter();",
      );
      const cell = `Cell ${reply.execution_count}`;
      const failure = {
        ename: "RangeError",
        evalue: "too far",
        traceback: [
          "RangeError: too far",
          `    at inner (${cell}, line 1)`,
          `    at outer (${cell}, line 2)`,
          `    at ${cell}, line 3`,
        ],
      };
      expect(messages.find(({ type }) => type === "error")?.content).toEqual(failure);
      expect(reply).toMatchObject({ status: "error", ...failure });
    }));

  test("an error behind an await, and its cause", () =>
    withKernel(async (run) => {
      const { messages } = await run(
        "await new Promise((done) => setTimeout(done, 10)); throw new Error('outside', { cause: new Error('inside') });",
      );
      const { traceback } = messages.find(({ type }) => type === "error")?.content ?? {};
      expect(traceback[0]).toBe("Error: outside");
      expect(traceback.join("\n")).toContain("caused by Error: inside");
      expect(traceback.join("\n")).not.toMatch(/node:|tslab|kernel\.js/);
    }));

  test("a thrown value that is not an Error", () =>
    withKernel(async (run) => {
      const { messages } = await run("throw { code: 7 };");
      expect(messages.find(({ type }) => type === "error")?.content.evalue).toContain("{ code: 7 }");
    }));

  test("a thrown value that cannot be read", () =>
    withKernel(async (run) => {
      const { reply } = await run(
        "throw Object.defineProperty(new Error(), 'message', { get() { throw 1 } });",
      );
      expect(reply).toMatchObject({
        status: "error",
        evalue: "what was thrown cannot be read: reading it throws, too",
      });
    }));

  test("an error in a worker that nobody listens to, which belongs to the cell that started it", () =>
    withKernel(async (run, kernel) => {
      const sent: string[] = [];
      const failed = new Promise<Message>((done) => {
        const collect = kernel.onMessage;
        kernel.onMessage = (message) => {
          collect(message);
          if (message.header.msg_type === "error") done(message);
        };
      });
      const code = `import { Worker } from "node:worker_threads";
        void new Worker('setTimeout(() => { throw new Error("lost") }, 100)', { eval: true });`;
      await kernel.execute(code, { timeoutSeconds: PATIENCE, onSend: (id) => sent.push(id) });
      await run("1");
      const { parent, content } = await failed;
      expect([parent.msg_id, content.evalue]).toEqual([sent[0], expect.stringMatching(/^lost /)]);
    }));

  test("type errors with their position in the cell", () =>
    withKernel(async (run) => {
      const { messages } = await run("const n: number = 1;\nconst s: string = n;");
      const { ename, evalue } = messages.find(({ type }) => type === "error")?.content ?? {};
      expect(ename).toBe("TypeScript");
      expect(evalue).toMatch(/^2:7 - Type 'number' is not assignable to type 'string'/);
    }));

  test("syntax errors, after which the next cell runs", () =>
    withKernel(async (run) => {
      const { messages } = await run("const = 3;");
      expect(messages.find(({ type }) => type === "error")?.content.ename).toBe("TypeScript");
      expect((await run("console.log('on')")).printed("stdout")).toBe("on\n");
    }));

  test("an error thrown by a timer while a cell runs, which makes the cell fail", () =>
    withKernel(async (run) => {
      const { messages, reply } = await run(
        "setTimeout(() => { throw new Error('late') }, 10); await new Promise((done) => setTimeout(done, 300));",
      );
      expect(messages.find(({ type }) => type === "error")?.content.evalue).toMatch(
        /^late \(in the background/,
      );
      expect(reply.status).toBe("error");
    }));

  test("a rejection that nobody handles", () =>
    withKernel(async (run) => {
      const { messages, reply } = await run("Promise.reject(new TypeError('lost')); 1");
      expect(messages.find(({ type }) => type === "error")?.content.ename).toBe("TypeError");
      expect(reply.status).toBe("error");
    }));
});

describe("an error says where it comes from:", () => {
  const tracebackOf = ({ messages }: Ran): string[] =>
    messages.find(({ type }) => type === "error")?.content.traceback ?? [];

  test("through functions of other cells, by the line as written", () =>
    withKernel(async (run) => {
      const first = await run(
        "interface Away {\n  a: number;\n}\nfunction deep() {\n  throw new TypeError('deep');\n}",
      );
      const second = await run("class Caller {\n  static call() { deep(); }\n}");
      const third = await run("// a comment\n\nawait null;\nCaller.call();");
      const [one, two, three] = [first, second, third].map(({ reply }) => `Cell ${reply.execution_count}`);
      expect(tracebackOf(third)).toEqual([
        "TypeError: deep",
        `    at deep (${one}, line 5)`,
        `    at Caller.call (${two}, line 2)`,
        `    at ${three}, line 4`,
      ]);
    }));

  test("in a module beside the notebook", () =>
    withKernel(async (run) => {
      await run(`import * as fs from "node:fs";
        fs.writeFileSync("thrower.ts", "export type A = {\\n  a: 1;\\n};\\nexport function thrower(): never {\\n  throw new Error('in a module');\\n}");`);
      const ran = await run('import { thrower } from "./thrower";\nthrower();');
      expect(tracebackOf(ran)).toEqual([
        "Error: in a module",
        "    at thrower (thrower.ts, line 5)",
        `    at Cell ${ran.reply.execution_count}, line 2`,
      ]);
    }));

  test("a timer and a rejected promise of an earlier cell, and they are errors of that cell", () =>
    withKernel(async (run, kernel) => {
      const seen: { parent?: string; traceback: string[] }[] = [];
      const collect = kernel.onMessage;
      kernel.onMessage = (message) => {
        collect(message);
        if (message.header.msg_type === "error")
          seen.push({ parent: message.parent.msg_id, traceback: message.content.traceback });
      };
      const code = `setTimeout(() => {
          console.log("late");
          throw new Error("timer"); }, 100);
        const failing = async () => { await new Promise((done) => setTimeout(done, 150));
          throw new Error("promise"); };
        void failing(); 1`;
      const sent: string[] = [];
      const onSend = (id: string) => sent.push(id);
      const { execution_count: number } = await kernel.execute(code, { timeoutSeconds: PATIENCE, onSend });
      const [parent] = sent;
      const next = await run("await new Promise((done) => setTimeout(done, 400)); console.log('next')");
      kernel.onMessage = collect;
      expect(next.reply.status).toBe("ok");
      expect(next.printed("stdout")).toBe("next\n");
      expect(seen).toEqual([
        { parent, traceback: ["Error: timer", `    at Timeout.<anonymous> (Cell ${number}, line 3)`] },
        { parent, traceback: ["Error: promise", `    at failing (Cell ${number}, line 5)`] },
      ]);
    }));

  test.each([
    ["a chain of promises", "nap.then(() => 1).finally(() => console.log('late'));"],
    [
      "a promise of Node's",
      "(await import('node:timers/promises')).setTimeout(100).then(() => console.log('late'));",
    ],
    ["a rejection that names no place", "nap.then(() => { throw 'late'; });"],
  ])("%s belongs to the cell that made it, however late", (_, code) =>
    withKernel(async (run, kernel) => {
      const sent: string[] = [];
      const late = new Promise((done) => {
        const collect = kernel.onMessage;
        kernel.onMessage = (message) => {
          collect(message);
          const { text, evalue } = message.content;
          if (/late/.test(text ?? evalue)) done(message.parent.msg_id);
        };
      });
      const cell = `{ const nap = new Promise((done) => setTimeout(done, 100)); ${code} void nap; }`;
      await kernel.execute(cell, { timeoutSeconds: PATIENCE, onSend: (id) => sent.push(id) });
      await run(sleep(300));
      expect(await late).toBe(sent[0]);
    }),
  );

  test("members of an aggregate and causes, each once", () =>
    withKernel(async (run) => {
      const both = await run("throw new AggregateError([new Error('a'), new RangeError('b')], 'both')");
      expect(tracebackOf(both).filter((line) => !/ at /.test(line))).toEqual([
        "AggregateError: both",
        "  Error: a",
        "  RangeError: b",
      ]);
      const circle = await run("const circle = new Error('loop'); circle.cause = circle; throw circle;");
      expect(tracebackOf(circle).filter((line) => !/ at /.test(line))).toEqual(["Error: loop"]);
    }));

  test("where a cell prints it, too", () =>
    withKernel(async (run) => {
      const { printed, reply } = await run("console.log(new Error('s').stack);\nconsole.trace('here');");
      const cell = `Cell ${reply.execution_count}`;
      expect(printed("stdout")).toBe(`Error: s\n    at ${cell}, line 1\n`);
      expect(printed("stderr")).toBe(`Trace: here\n    at ${cell}, line 2\n`);
    }));

  test("in the words of the cell, not of what it was compiled to", () =>
    withKernel(async (run) => {
      await run("const noFunction: any = 4;");
      expect((await run("noFunction();")).reply.evalue).toBe("noFunction is not a function");
    }));

  test("what shows a value, too", () =>
    withKernel(async (run) => {
      const ran = await run("({ toHtml() { throw new Error('unseen') } })");
      expect(tracebackOf(ran)).toEqual([
        "Error: unseen",
        `    at Object.toHtml (Cell ${ran.reply.execution_count}, line 1)`,
      ]);
    }));
});

test("what was being imported when a cell was stopped is imported anew, and nothing of it goes on", () =>
  withKernel(async (run, kernel) => {
    await run(`import * as fs from "node:fs";
      fs.writeFileSync("slow.ts", "console.log('loading'); await new Promise((done) => setTimeout(done, process.env.FAST ? 0 : 1e6)); console.log('loaded'); export const x = 7;");`);
    const load = 'import { x } from "./slow"; console.log(x);';
    const stopped = new Promise<void>((done) => onPrinted(kernel, "loading", () => done(kernel.interrupt())));
    expect((await run(load)).reply.ename).toBe("KeyboardInterrupt");
    await stopped;
    await run("process.env.FAST = '1';");
    const again = await run(load);
    expect([again.reply.status, again.printed("stdout")]).toEqual(["ok", "loading\nloaded\n7\n"]);
  }));

describe("cells that wait", () => {
  test("those sent after a failing cell are refused, those sent after its reply are not", () =>
    withKernel(async (run) => {
      const [first, second] = await Promise.all([
        run("throw new Error('stop')"),
        run("console.log('never')"),
      ]);
      expect(first.reply.status).toBe("error");
      expect(second.reply.status).toBe("aborted");
      expect(second.printed("stdout")).toBe("");
      expect((await run("console.log('again')")).printed("stdout")).toBe("again\n");
    }));
});

describe("names of earlier cells", () => {
  test("can stand in an object without being repeated, with the types they have", () =>
    withKernel(async (run) => {
      await run("const fields = [0, 2]; let given = 1;");
      const { reply, printed } = await run(
        "const ring = { fields }; ({ given } = { given: 3 }); console.log(ring.fields.length, given);",
      );
      expect(reply.status).toBe("ok");
      expect(printed("stdout")).toBe("2 3\n");
    }));

  test("that do not exist are complained about at their place in the cell as written", () =>
    withKernel(async (run) => {
      await run("const known = 1;");
      const { reply } = await run("const both = { known, missing };");
      expect(reply.evalue).toContain("1:23 - ");
    }));
});

describe("cells run on when, where modules are looked for,", () => {
  const changes: [string, string][] = [
    ["a folder appears", "fs.mkdirSync('node_modules/late', { recursive: true });"],
    ["a package is touched", "fs.utimesSync('node_modules/known/package.json', new Date(), new Date());"],
    [
      "what they import is written anew (on tslab too)",
      "fs.writeFileSync('node_modules/known/index.d.ts', types);",
    ],
  ];
  test.each(changes)("%s", (_, change) =>
    withKernel(async (run) => {
      await run(`import * as fs from "node:fs";
        const types = "export const known: number;";
        fs.mkdirSync("node_modules/known", { recursive: true });
        fs.writeFileSync("node_modules/known/package.json", '{ "name": "known", "types": "index.d.ts" }');
        fs.writeFileSync("node_modules/known/index.d.ts", types);
        fs.writeFileSync("node_modules/known/index.js", "exports.known = 7;");`);
      expect((await run('import { known } from "known"; console.log(known);')).printed("stdout")).toBe("7\n");
      await run(change);
      await pause(1500);
      for (const _ of [1, 2]) expect((await run("console.log(known + 1);")).printed("stdout")).toBe("8\n");
    }),
  );
});

test("a module beside the notebook is read anew when it has changed (on tslab too)", () =>
  withKernel(async (run) => {
    await run('import * as fs from "node:fs"; fs.writeFileSync("local.ts", "export const local = 1;");');
    const load = () => run('import { local } from "./local"; console.log(local);');
    expect((await load()).printed("stdout")).toBe("1\n");
    await run('fs.writeFileSync("local.ts", "export const local = 2;");');
    await pause(3000);
    expect((await load()).printed("stdout")).toBe("2\n");
  }));

const sleep = (milliseconds: number) => `await new Promise((done) => setTimeout(done, ${milliseconds}));`;
const loop = "console.log('in'); for (;;) {}";
const interrupt = (kernel: Kernel) => kernel.interrupt();
const signal = (kernel: Kernel) => void process.kill(kernel.pid, "SIGINT"); // of which tslab understands the two below

describe("an interrupt stops", () => {
  test.each([
    ["an endless loop", loop, interrupt],
    ["an endless loop, by a signal", loop, signal],
    ["an endless wait", `setTimeout(() => console.log('in'), 10); ${sleep(1e6)}`, interrupt],
    ["an endless wait, by a signal", `setTimeout(() => console.log('in'), 10); ${sleep(1e6)}`, signal],
    ["an endless loop after a wait", `${sleep(10)} ${loop}`, interrupt],
    ["an endless loop after an await that is over at once", `await null; ${loop}`, interrupt],
    ["endless awaits that are over at once", "console.log('in'); for (;;) await null;", interrupt],
    ["an endless loop in a callback", `setTimeout(() => { ${loop} }, 10); ${sleep(1e6)}`, interrupt],
    ["an object that takes long to show itself", `({ toHtml() { ${loop} } })`, interrupt],
    [
      "a drawing that takes long",
      `({ $schema: "/vega-lite/", description: "x", get mark(): string { ${loop} } })`,
      interrupt,
    ],
  ])("%s, and the kernel goes on", (_, code, stop) =>
    withKernel(async (run, kernel) => {
      const taken = new Promise<void>((done) => onPrinted(kernel, "in", () => done(stop(kernel))));
      expect((await run(code)).reply).toMatchObject({
        status: "error",
        ename: "KeyboardInterrupt",
        traceback: ["KeyboardInterrupt: the cell was stopped"],
      });
      await taken;
      const next = await run("console.log('on')");
      expect(next.reply).toMatchObject({ status: "ok" });
      expect(next.printed("stdout")).toBe("on\n");
    }),
  );
});

describe("what an interrupt stops does not go on", () => {
  const naps = "const nap = (ms = 20) => new Promise<void>((done) => { setTimeout(done, ms); });";
  const forever = "await new Promise(() => {});";

  /** Runs a cell, stops it once it has printed, and runs others; returns the reply and what each cell printed after. */
  async function stopped(code: string, next = `${naps} await nap(500);`) {
    let [reply, during]: [Content, string] = [{}, ""];
    const late: Record<string, string> = { own: "", next: "" };
    await withKernel(async (run, kernel) => {
      await run(naps);
      const collect = kernel.onMessage;
      const taken = new Promise<void>((done) => onPrinted(kernel, "in", () => done(kernel.interrupt())));
      const first = await run(code);
      await taken;
      [reply, during] = [first.reply, first.printed("stdout")];
      const own = first.messages[0].parent;
      kernel.onMessage = (message) => {
        collect(message);
        const { text = "", ename = "" } = message.content;
        if (text + ename !== "") late[message.parent.msg_id === own ? "own" : "next"] += text + ename;
      };
      expect((await run(next)).reply.status).toBe("ok");
    });
    return { reply, during, late };
  }

  test.each([
    ["a loop that awaits", "console.log('in'); for (;;) { await nap(); console.log('on'); }"],
    [
      "a function that awaits in a loop",
      "async function f() { for (;;) { await nap(); console.log('on'); } }\nconsole.log('in'); await f();",
    ],
    [
      "promises in a chain",
      "const g = (): Promise<void> => nap().then(() => { console.log('on'); return g(); });\nconsole.log('in'); await g();",
    ],
    ["a timer", `setInterval(() => console.log('on'), 20); console.log('in'); ${forever}`],
    [
      "a loop that nobody awaits",
      `void (async () => { for (;;) { await nap(); console.log('on'); } })(); console.log('in'); ${forever}`,
    ],
  ])("%s", async (_, code) => {
    const { reply, late } = await stopped(code);
    expect(reply).toMatchObject({ status: "error", evalue: "the cell was stopped" });
    expect(late).toEqual({ own: "", next: "" });
  });

  test.each([
    [
      "a worker",
      `import { Worker } from "node:worker_threads";
      const going = new Worker('setInterval(() => console.log("on"), 20)', { eval: true });
      await nap(300); console.log("in"); ${forever}`,
      "await nap(500); await going.terminate();",
    ],
    [
      "a child process",
      `import { spawn } from "node:child_process";
      const going = spawn(process.execPath, ["-e", 'setInterval(() => console.log("on"), 20)']);
      going.stdout.on("data", (text) => console.log(String(text)));
      await nap(300); console.log("in"); ${forever}`,
      "await nap(500); going.kill();",
    ],
  ])("but %s does, which is said, and it prints into its own cell", async (what, code, next) => {
    const { reply, late } = await stopped(code, next);
    expect(reply.evalue).toBe(
      `the cell was stopped, but ${what} goes on: end it from the next cell, or restart the kernel`,
    );
    expect(late.own).toContain("on");
    expect(late.next).toBe("");
  });
});

describe("questions of a front end", () => {
  const limits = { timeoutSeconds: PATIENCE };

  test("are all answered under the right name, also completion and help", () =>
    withKernel(async (run, kernel) => {
      await run("const temperature = 2.5;");
      const code = "temperature.toFi";
      const completion = await kernel.request("complete_request", { code, cursor_pos: code.length });
      expect(completion).toMatchObject({ status: "ok", matches: ["toFixed"], cursor_start: 12 });
      const help = await kernel.request("inspect_request", {
        code: "temperature",
        cursor_pos: 3,
        detail_level: 0,
      });
      expect(help.data["text/plain"]).toContain("const temperature: 2.5");
      expect(await kernel.request("is_complete_request", { code: "for (;;) {" })).toMatchObject({
        status: "incomplete",
      });
      expect(await kernel.request("is_complete_request", { code: "1 + 1" })).toMatchObject({
        status: "complete",
      });
      const none = { hist_access_type: "tail", n: 0 };
      expect(await kernel.request("history_request", none, limits)).toMatchObject({ history: [] });
      expect(await kernel.request("comm_info_request", {}, limits)).toMatchObject({ comms: {} });
      expect(await kernel.request("interrupt_request", {}, limits)).toMatchObject({ status: "ok" });
    }));

  test("count characters, not the two halves of one such as 𝓔", () =>
    withKernel(async (_, kernel) => {
      const code = "const 𝓔𝓔𝓔 = 2.5; 𝓔𝓔𝓔.toFi";
      const ask = { code, cursor_pos: [...code].length };
      expect(await kernel.request("complete_request", ask)).toMatchObject({
        matches: ["toFixed"],
        cursor_start: 21,
        cursor_end: 25,
      });
      const help = await kernel.request("inspect_request", { code, cursor_pos: 18, detail_level: 0 });
      expect(help.data["text/plain"]).toContain("const 𝓔𝓔𝓔: 2.5");
    }));

  test("about values are answered once the cell has run, and change neither numbers nor what follows", () =>
    withKernel(async (run, kernel) => {
      await run("let asked = 1;");
      const ask = (content: Content) =>
        kernel.request("execute_request", { code: "asked += 1;", silent: false, ...content }, limits);
      const user_expressions = { twice: "2 * asked", text: "'a'", wrong: "nowhere", none: "undefined" };
      const reply = await ask({ user_expressions });
      expect(reply.user_expressions).toMatchObject({
        twice: { status: "ok", data: { "text/plain": "4" }, metadata: {} },
        text: { status: "ok", data: { "text/plain": "'a'" } },
        wrong: { status: "error", ename: "TypeScript", evalue: expect.stringContaining("nowhere") },
        none: { status: "ok", data: {} },
      });
      const next = await run("asked");
      expect(next.reply.execution_count).toBe(reply.execution_count + 1);
      expect(next.messages.find(({ type }) => type === "execute_result")?.content.data["text/plain"]).toBe(
        "2",
      );
    }));

  test("about what was run are answered with all but what was not to be kept, which has no number", () =>
    withKernel(async (run, kernel) => {
      const from = (await run("const h1 = 1; h1")).reply.execution_count;
      for (const content of [{ store_history: false }, { silent: true }]) {
        const unkept = { code: "const h2 = 2;", ...content };
        const { execution_count } = await kernel.request("execute_request", unkept, limits);
        expect(execution_count).toBe(from);
      }
      await run("const h3 = 3;");
      await run("const h3 = 3;");
      const ask = async (content: Content) =>
        (await kernel.request("history_request", { output: false, raw: true, ...content }, limits)).history;
      const [first, second, third] = [
        [1, from, "const h1 = 1; h1"],
        [1, from + 1, "const h3 = 3;"],
        [1, from + 2, "const h3 = 3;"],
      ];
      expect(await ask({ hist_access_type: "tail", n: 2 })).toEqual([second, third]);
      expect(await ask({ hist_access_type: "tail", n: 0 })).toEqual([]);
      expect(await ask({ hist_access_type: "range", session: 0, start: from, stop: from + 2 })).toEqual([
        first,
        second,
      ]);
      expect(await ask({ hist_access_type: "range", session: 7, start: 0, stop: 100 })).toEqual([]);
      expect(await ask({ hist_access_type: "search", pattern: "const h? = *", n: 9 })).toEqual([
        first,
        second,
        third,
      ]);
      expect(await ask({ hist_access_type: "search", pattern: "*h3*", unique: true })).toEqual([third]);
      expect(await ask({ hist_access_type: "search", pattern: "const h(*" })).toEqual([]);
      expect(await ask({ hist_access_type: "range", start: from, stop: from + 2, output: true })).toEqual([
        [1, from, ["const h1 = 1; h1", "1"]],
        [1, from + 1, ["const h3 = 3;", null]],
      ]);
    }));

  test("a shutdown request ends the kernel (as on tslab)", () =>
    withKernel(async (_, kernel) => {
      await kernel.request("shutdown_request", { restart: false });
      expect(await eventually(() => !isAlive(kernel.pid))).toBe(true);
    }));
});

describe("a cell that asks for input fails at once instead of waiting for ever:", () => {
  test.each([
    ["a line", "await new Promise((done) => process.stdin.once('data', done));"],
    [
      "an answer",
      "import { createInterface } from 'node:readline/promises';\nawait createInterface({ input: process.stdin }).question('name?');",
    ],
    [
      "all of it",
      "async function all() { for await (const line of process.stdin) console.log(line); }\nawait all();",
    ],
    ["a copy", "process.stdin.pipe(process.stdout);"],
  ])("%s", (_, code) =>
    withKernel(async (run) => {
      const { reply } = await run(code);
      expect(reply).toMatchObject({
        status: "error",
        evalue: expect.stringMatching(/^a cell cannot ask for input: /),
      });
    }),
  );

  test("but a library may look whether there is a terminal, and a file that is read is empty", () =>
    withKernel(async (run) => {
      const { printed } = await run(
        "console.log(process.stdin.isTTY, require('node:fs').readFileSync(0, 'utf8').length);",
      );
      expect(printed("stdout")).toBe("false 0\n");
    }));
});

test("a file that appears nearby disturbs no cell, and is found by the next import", async () => {
  const folder = join(temporaryFolder(), "a", "b", "c");
  mkdirSync(folder, { recursive: true });
  const kernel = await startKernel({ cwd: folder, command });
  try {
    const status = async (code: string) => (await kernel.execute(code, { timeoutSeconds: PATIENCE })).status;
    expect(await status('import { x } from "./later";')).toBe("error");
    writeFileSync(join(folder, "later.ts"), "export const x = 7;");
    mkdirSync(join(folder, ".ipynb_checkpoints"));
    writeFileSync(join(folder, ".ipynb_checkpoints", "later-checkpoint.ts"), "");
    await pause(600);
    expect(await status("1 + 1")).toBe("ok");
    expect(await status('import { x } from "./later"; if (x !== 7) throw new Error(String(x));')).toBe("ok");
  } finally {
    await kernel.close();
  }
});
