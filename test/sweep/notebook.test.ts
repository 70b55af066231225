// A sweep in a notebook: its bar moves, an interrupt keeps what is done, and the cell run again goes on.
import { expect, test } from "vitest";
import { withKernel } from "../notebooks/helper";
import { eventually } from "../support/wait";

const imports = 'import { sweep, sweepSoFar } from "spin-ring";';
const ring = (
  fields: number[],
): string => `const base = { sites: ${fields.length}, spinsUp: ${fields.length / 2},
  fields: ${JSON.stringify(fields)}, baths: [{ site: 1, temperature: 2 }, { site: 3, temperature: 1 }] };`;
const cell = (points: number): string => `
  const spec = { base, axes: { interaction: { from: -4, to: 4, count: ${points} } }, observe: ["ergotropy"] } as const;
  const result = await sweep(spec);
  console.log("done", result.rows.length, result.complete);`;

interface Shown {
  readonly type: string;
  readonly content: { data?: Record<string, string> };
}
const bars = (messages: readonly Shown[]): string[] =>
  messages.flatMap(({ type, content }) =>
    type.endsWith("display_data") ? [String(content.data?.["text/plain"])] : [],
  );

test("shows a bar that moves and ends at the last point", () =>
  withKernel(async (run) => {
    await run(imports);
    await run(ring([0, 2, 1, 0]));
    const { reply, messages, printed } = await run(cell(3000));
    expect(reply.status).toBe("ok");
    expect(printed("stdout")).toBe("done 3000 true\n");
    const texts = bars(messages);
    expect(texts[0]).toBe("sweep: 0 of 3000");
    expect(texts.at(-1)).toBe("sweep: 3000 of 3000");
    expect(texts.length).toBeGreaterThan(2);
    // the types of the columns reach the cell
    expect((await run("const e: number = result.rows[0].ergotropy; e.toFixed(3).length")).reply.status).toBe(
      "ok",
    );
    expect((await run("const e: string = result.rows[0].ergotropy;")).reply.ename).toBe("TypeScript");
  }));

test("an interrupted cell stops there, keeps its rows, and goes on from them when it is run again", () =>
  withKernel(async (run, kernel) => {
    await run(imports);
    await run(ring([0, 2, 1, 0, 0.5, 0.3]));
    const many = 3000;
    let moved = 0;
    let said = "";
    const collect = kernel.onMessage;
    kernel.onMessage = (message) => {
      collect(message);
      said += message.content.text ?? "";
      if (moved > 0) return;
      moved = Number(/sweep: (\d+) of/.exec(message.content.data?.["text/plain"])?.[1] ?? 0);
      if (moved > 0) kernel.interrupt();
    };
    const { reply } = await run(cell(many));
    expect(reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    expect(await eventually(() => said.includes("run it again"))).toBe(true);
    expect(said).toMatch(/stopped after \d+ of 3000 points: run it again to go on/);
    expect(said).not.toContain("done"); // the rest of the cell has not run

    const soFar = await run("const now = await sweepSoFar(); console.log(now?.rows.length, now?.complete);");
    const kept = Number(/^(\d+) false\n$/.exec(soFar.printed("stdout"))?.[1]);
    expect(kept).toBeGreaterThanOrEqual(moved);
    expect(kept).toBeLessThan(many);
    const { messages, printed } = await run(cell(many));
    // the second bar starts where the first had stopped
    const starts = bars(messages).map((text) => Number(/sweep: (\d+)/.exec(text)?.[1]));
    expect(starts.find((n) => n > 0)).toBeGreaterThanOrEqual(kept);
    expect(printed("stdout")).toBe(`done ${many} true\n`);
  }));

test("a long point of one's own is broken off, and the rows before it are kept", () =>
  withKernel(async (run, kernel) => {
    await run(imports);
    await run(ring([0, 2, 1, 0]));
    const collect = kernel.onMessage;
    kernel.onMessage = (message) => {
      collect(message);
      if (message.content.text === "third\n") kernel.interrupt();
    };
    const { reply } = await run(`let n = 0;
      const endless = () => { console.log("third"); for (;;) {} };
      await sweep({ base, axes: { interaction: { from: 0, to: 1, count: 5 } }, observe: () => ({ n: ++n < 3 ? n : endless() }) });`);
    expect(reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    const soFar = await run(
      "const until = await sweepSoFar(); console.log(until?.rows.map(({ n }) => n).join());",
    );
    expect(soFar.printed("stdout")).toBe("1,2\n");
  }));
