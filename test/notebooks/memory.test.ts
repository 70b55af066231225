// A long session leaves names behind, and little else.
import { expect, test } from "vitest";
import { ownKernel } from "../../src/kernel/launch";
import { startKernel } from "../../src/runner/client";
import { PATIENCE } from "../support/wait";
import { root } from "./helper";

test("2000 cells, every second one with a figure, grow by less than 100 MB", {
  timeout: 900_000,
}, async () => {
  const kernel = await startKernel({
    cwd: root,
    command: (file) => {
      const [node, ...args] = ownKernel(file);
      return [node, "--expose-gc", ...args];
    },
  });
  try {
    let printed = "";
    kernel.onMessage = ({ content }) => {
      printed += content.text ?? "";
    };
    const run = async (code: string): Promise<void> => {
      const { status, evalue } = await kernel.execute(code, { timeoutSeconds: PATIENCE });
      if (status !== "ok") throw new Error(evalue);
    };
    const megabytes = async (): Promise<number> => {
      printed = "";
      await run("(globalThis as any).gc(); console.log(process.memoryUsage().heapUsed / 1e6);");
      return Number(printed);
    };
    await run(
      'import { show } from "spin-ring"; import { ringFigure } from "spin-ring/figures"; await show(ringFigure());',
    );
    const before = await megabytes();
    for (let i = 0; i < 1000; i++) {
      await run(
        `const v${i} = [${i}, 2, 3]; function f${i}(x: number) { return x + v${i}[0]; } f${i}(${i});`,
      );
      await run("await show(ringFigure());");
    }
    expect((await megabytes()) - before).toBeLessThan(100);
  } finally {
    await kernel.close();
  }
});
