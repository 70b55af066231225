// What a cell asks its reader goes through the front end's stdin channel, where the front end says that it may.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Dealer, Subscriber } from "zeromq";
import { type KernelProcess, launch, ownKernel } from "../../src/kernel/launch";
import { type Content, decode, encode, type Message, newHeader } from "../../src/kernel/wire";
import { eventually, PATIENCE, pause } from "../support/wait";
import { isAlive, temporaryFolder } from "./helper";

let kernel: KernelProcess;
const options = { linger: 0, routingId: "front end", receiveTimeout: PATIENCE * 1000 };
const [shell, stdin, control] = [new Dealer(options), new Dealer(options), new Dealer(options)];
const iopub = new Subscriber({ linger: 0 });
const published: Message[] = [];
/** What is answered to which question; what is not here waits. */
let answers: Record<string, string> = {};
let questions: Message[] = [];

const message = (type: string, content: Content, parent: Message["parent"] = {}) => {
  const header = newHeader(type, "s");
  const frames = encode(kernel.connection.key, { identities: [], header, parent, content });
  return { id: header.msg_id, frames };
};
const received = async (socket: Dealer) => decode(kernel.connection.key, await socket.receive());
async function ask(socket: Dealer, type: string, content: Content): Promise<Content> {
  const { id, frames } = message(type, content);
  await socket.send(frames);
  for (;;) {
    const reply = await received(socket);
    if (reply.parent.msg_id === id) return reply.content;
  }
}
const answer = (value: string, parent?: Message["parent"]) =>
  stdin.send(message("input_reply", { value }, parent).frames);

beforeAll(async () => {
  kernel = await launch(temporaryFolder(), ownKernel);
  const { ip, shell_port, stdin_port, control_port, iopub_port } = kernel.connection;
  iopub.subscribe();
  const ports: [Dealer | Subscriber, number][] = [
    [shell, shell_port],
    [stdin, stdin_port],
    [control, control_port],
    [iopub, iopub_port],
  ];
  for (const [socket, port] of ports) socket.connect(`tcp://${ip}:${port}`);
  (async () => {
    for await (const frames of iopub) published.push(decode(kernel.connection.key, frames));
  })();
  (async () => {
    for await (const frames of stdin) {
      const question = decode(kernel.connection.key, frames);
      questions.push(question);
      const value = answers[question.content.prompt];
      if (value !== undefined) await answer(value, question.header);
    }
  })().catch(() => {});
  await ask(shell, "kernel_info_request", {});
});
afterAll(async () => {
  for (const socket of [shell, stdin, control, iopub]) socket.close();
  await kernel.end();
});
beforeEach(() => {
  [answers, questions] = [{}, []];
});

interface Ran {
  reply: Content;
  /** What the cell ended in. */
  result: string | undefined;
}
async function run(code: string, allow_stdin = true): Promise<Ran> {
  const { id, frames } = message("execute_request", { code, allow_stdin });
  await shell.send(frames);
  let reply = await received(shell);
  while (reply.parent.msg_id !== id) reply = await received(shell);
  const own = () => published.filter(({ parent }) => parent.msg_id === id);
  const idle = ({ header, content }: Message) =>
    header.msg_type === "status" && content.execution_state === "idle";
  expect(await eventually(() => own().some(idle))).toBe(true);
  const result = own().find(({ header }) => header.msg_type === "execute_result");
  return { reply: reply.content, result: result?.content.data["text/plain"] };
}
const asked = async () => expect(await eventually(() => questions.length > 0)).toBe(true);
const lines = (code: string) => `import { createInterface } from "node:readline/promises";\n${code}`;

describe("the front end asks for", () => {
  const cells: [
    what: string,
    code: string,
    answers: Record<string, string>,
    result: string,
    count?: number,
  ][] = [
    ["a line", "prompt('name?')", { "name? ": "Ada" }, "'Ada'"],
    ["a line after an await", "await null; prompt('name?')", { "name? ": "Ada" }, "'Ada'"],
    ["a line that is empty", "prompt('name?')", { "name? ": "" }, "''"],
    ["a line with a default", "prompt('name?', 'Emmy')", { "name? [Emmy] ": "" }, "'Emmy'"],
    ["nothing more", "prompt('name?', 'Emmy')", { "name? [Emmy] ": "\x04" }, "null"],
    ["two, one after the other", "[prompt('a'), prompt('b')].join()", { "a ": "1", "b ": "2" }, "'1,2'"],
    ["a yes", "confirm('sure?')", { "sure? [y/N] ": "y" }, "true"],
    ["a no", "confirm('sure?')", { "sure? [y/N] ": "" }, "false"],
    ["a nod", "alert('done'); 'seen'", { "done [Enter] ": "" }, "'seen'"],
    ["a letter beyond the first plane", "prompt('letter?')", { "letter? ": "𝓔ß" }, "'𝓔ß'"],
    [
      "a line of text in a function of a timer",
      `await new Promise((done) => setTimeout(() => done(prompt("late?")), 10))`,
      { "late? ": "x" },
      "'x'",
    ],
    [
      "a line of readline",
      lines(
        "const r1 = createInterface({ input: process.stdin });\nconst a1 = await r1.question('name?'); r1.close(); a1",
      ),
      { "name?": "Ada" },
      "'Ada'",
    ],
    [
      "lines of one readline",
      lines(
        "const r2 = createInterface({ input: process.stdin, output: process.stdout });\nconst a2 = await r2.question('a'), b2 = await r2.question('b'); [a2, b2].join()",
      ),
      { "": "Ada" },
      "'Ada,Ada'",
      2,
    ],
    [
      "a line of readline with callbacks",
      `import * as rl from "node:readline";
       const r3 = rl.createInterface({ input: process.stdin });
       await new Promise<string>((done) => { r3.question("name?", (line) => { r3.close(); done(line); }); })`,
      { "name?": "Ada" },
      "'Ada'",
    ],
    [
      "a chunk",
      "await new Promise((done) => process.stdin.once('data', (chunk) => done(String(chunk))))",
      { "": "Ada" },
      "'Ada\\n'",
    ],
    [
      "the first of many chunks",
      "let chunk1 = ''; for await (const chunk of process.stdin.setEncoding('utf8')) { chunk1 = chunk; break; } chunk1",
      { "": "Ada" },
      "'Ada\\n'",
    ],
  ];
  test.each(cells)("%s", async (_, code, given, expected, count = Object.keys(given).length) => {
    answers = given;
    const { reply, result } = await run(code);
    expect(reply).toMatchObject({ status: "ok" });
    expect(result).toBe(expected);
    await pause(50); // one question too many would come now
    expect(questions.length).toBe(count);
  });

  test("lines of a readline that an earlier cell has opened, and for nothing before", async () => {
    await run(lines("const kept = createInterface({ input: process.stdin, output: process.stdout });"));
    await run("1 + 1");
    expect(questions).toEqual([]);
    answers = { "": "Ada" };
    expect((await run("await kept.question('name?')")).result).toBe("'Ada'");
    expect((await run("'between'")).result).toBe("'between'");
    expect((await run("await kept.question('again?')")).result).toBe("'Ada'");
    expect(questions.length).toBe(2);
    await run("kept.close();");
  });

  test("line after line while somebody listens, up to the end of the input", async () => {
    const cell = run(
      lines(
        `const all: string[] = [];
        for await (const line of createInterface({ input: process.stdin })) all.push(line);
        all.join()`,
      ),
    );
    for (const [i, line] of ["one", "two", "\x04"].entries()) {
      expect(await eventually(() => questions.length > i)).toBe(true);
      await answer(line);
    }
    expect((await cell).result).toBe("'one,two'");
    answers = { "more ": "three" };
    expect((await run("prompt('more')")).result).toBe("'three'");
  });

  test("what is not to be seen", async () => {
    answers = { "key? ": "secret" };
    await run("prompt('key?', undefined, { password: true })");
    expect(questions[0].content).toEqual({ prompt: "key? ", password: true });
  });

  test("in the name of the cell, after what it has printed", async () => {
    answers = { "name? ": "Ada" };
    await run("console.log('hello'); console.log(prompt('name?'));");
    const { msg_id } = questions[0].parent;
    const printed = published.filter(
      ({ parent, header }) => parent.msg_id === msg_id && header.msg_type === "stream",
    );
    expect(printed.map(({ content }) => content.text)).toEqual(["hello\n", "Ada\n"]);
  });
});

describe("a cell that asks where the front end does not allow it fails at once, and says what to do:", () => {
  test.each([
    ["prompt", "prompt('name?')"],
    ["confirm", "await null; confirm('sure?')"],
    ["readline", lines("await createInterface({ input: process.stdin }).question('name?');")],
    ["standard input", "await new Promise((done) => process.stdin.once('data', done));"],
  ])("%s", async (_, code) => {
    const { reply } = await run(code, false);
    expect(reply).toMatchObject({
      status: "error",
      ename: "NoInput",
      evalue: "a cell cannot ask for input: the front end does not allow it, write the value into the cell",
    });
    expect(reply.traceback[1]).toMatch(/Cell \d+, line \d$/);
    expect(reply.traceback.join()).not.toContain("input.js");
    expect(questions).toEqual([]);
    expect(
      (await run("try { prompt() } catch (error) { String((error as { code?: string }).code) }", false)).reply
        .status,
    ).toBe("ok");
  });

  test("a readline of an earlier cell, with which the front end did", async () => {
    await run(lines("const forbidden = createInterface({ input: process.stdin });"));
    expect((await run("await forbidden.question('name?')", false)).reply.ename).toBe("NoInput");
    await run("forbidden.close();");
  });
});

test.each([
  ["at once", "process.stdin.once('data', console.log);"],
  [
    "when its question is there",
    "process.stdin.once('data', console.log); await new Promise((done) => setTimeout(done, 100));",
  ],
])("a cell that is over cannot ask, and is told: over %s", async (_, code) => {
  const { reply } = await run(code);
  expect(reply).toMatchObject({
    ename: "NoInput",
    evalue: expect.stringContaining("a cell cannot ask for input once it is over: await the answer"),
  });
  expect((await run("'on'")).result).toBe("'on'");
});

describe("an interrupt ends the wait for an answer, which is then nobody's:", () => {
  test.each([
    ["prompt", "prompt('name?')", "name? "],
    ["prompt after an await", "await null; prompt('name?')", "name? "],
    [
      "prompt in a timer",
      "await new Promise((done) => setTimeout(() => done(prompt('name?')), 10))",
      "name? ",
    ],
    ["prompt whose cell goes on", "for (;;) try { prompt('name?'); } catch { await null; }", "name? "],
    ["readline", lines("await createInterface({ input: process.stdin }).question('name?')"), "name?"],
    [
      "lines",
      lines(
        "for await (const line of createInterface({ input: process.stdin, output: process.stdout })) line;",
      ),
      "",
    ],
    ["standard input", "await new Promise((done) => process.stdin.once('data', done));", ""],
  ])("%s", async (_, code, prompt) => {
    const cell = run(code);
    await asked();
    expect(questions[0].content.prompt).toBe(prompt);
    expect(await ask(control, "interrupt_request", {})).toMatchObject({ status: "ok" });
    expect((await cell).reply).toMatchObject({
      status: "error",
      ename: "KeyboardInterrupt",
      evalue: "the cell was stopped",
    });
    await answer("too late", questions[0].header);
    answers = { "again? ": "yes", "and? ": "no" };
    expect((await run("prompt('again?')")).result).toBe("'yes'");
    expect(
      (await run(lines("await createInterface({ input: process.stdin }).question('and? ')"))).result,
    ).toBe("'no'");
  });

  test("and who had asked through it cannot go on with it", async () => {
    await run(lines("const broken = createInterface({ input: process.stdin });"));
    const cell = run("await broken.question('name?')");
    await asked();
    await ask(control, "interrupt_request", {});
    await cell;
    expect((await run("await broken.question('again?')")).reply.evalue).toMatch(/readline was closed/);
  });
});

test("what is no answer is passed over", async () => {
  const cell = run("prompt('name?')");
  await asked();
  await stdin.send("no message");
  await stdin.send(["<IDS|MSG>", "", "null", "{", "{", "{"]);
  await stdin.send(
    encode("another key", {
      identities: [],
      header: newHeader("input_reply", "s"),
      parent: {},
      content: { value: "forged" },
    }),
  );
  await stdin.send(message("input_reply", {}).frames);
  await stdin.send(message("status", { value: "no" }).frames);
  await answer("Ada");
  expect((await cell).result).toBe("'Ada'");
});

test("a kernel that waits for an answer ends when it is asked to", async () => {
  const cell = run("prompt('name?')");
  cell.catch(() => {});
  await asked();
  await control.send(message("shutdown_request", { restart: false }).frames);
  expect(await eventually(() => !isAlive(kernel.child.pid ?? 0))).toBe(true);
});
