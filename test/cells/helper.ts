// Cells without a kernel: compiled, run, and what they end in.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createExecutor } from "../../src/kernel/execute";
import { temporaryFolder } from "../notebooks/helper";

export interface Cells {
  /** Runs a cell; gives what it ends in. */
  run(code: string): Promise<unknown>;
  /** Runs cells one after the other; gives what the last one ends in. */
  all(...codes: string[]): Promise<unknown>;
  /** What is said against a cell. */
  refusal(code: string): Promise<string>;
  /** Writes a file beside the notebook. */
  write(name: string, text: string): void;
  readonly language: ReturnType<typeof createExecutor>["language"];
}

export function openCells(): Cells {
  const folder = temporaryFolder();
  const executor = createExecutor<number>(folder, {
    loaded() {},
    failed(thrown) {
      throw thrown;
    },
  });
  let number = 0;
  const run = async (code: string): Promise<unknown> => {
    number++;
    return (await executor.execute(code, number, number)).value;
  };
  return {
    run,
    async all(...codes) {
      let value: unknown;
      for (const code of codes) value = await run(code);
      return value;
    },
    refusal: (code) =>
      run(code).then(
        () => "nothing",
        (error) => `${error.name}: ${error.message}`,
      ),
    write: (name, text) => writeFileSync(join(folder, name), text),
    language: executor.language,
  };
}
