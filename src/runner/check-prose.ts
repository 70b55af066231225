// What the text of a notebook says of its cells' values is what they are, once the cells have run.
import { boundTexts, saidLike, stepsOf } from "../cells/prose";
import type { Kernel } from "./client";
import { type Notebook, sourceOf } from "./ipynb";

/** What is wrong with the text, in lines. */
export async function proseFailures(
  kernel: Kernel,
  { cells }: Notebook,
  timeoutSeconds?: number,
): Promise<string[]> {
  const failures: string[] = [];
  let after = 0;
  for (const cell of cells) {
    if (cell.cell_type === "code" && sourceOf(cell).trim() !== "") after++;
    if (cell.cell_type !== "markdown") continue;
    for (const { path, text } of boundTexts(sourceOf(cell))) {
      const place = `the text after cell ${after} says ${JSON.stringify(text)} for ${path}`;
      const found = stepsOf(path)
        ? await valueUnder(kernel, path, timeoutSeconds)
        : "which is no name of a cell";
      if (typeof found === "string") failures.push(`${place}, ${found}`);
      else if (saidLike(text, found.value) !== text)
        failures.push(`${place}, which is ${found.value}: ${JSON.stringify(saidLike(text, found.value))}`);
    }
  }
  return failures;
}

/** What a kernel has under a path, or why it has nothing. */
async function valueUnder(
  kernel: Kernel,
  path: string,
  timeoutSeconds?: number,
): Promise<{ value: unknown } | string> {
  let [printed, failed] = ["", ""];
  kernel.onMessage = ({ header, content }) => {
    if (header.msg_type === "stream" && content.name === "stdout") printed += content.text;
    if (header.msg_type === "error") failed = `${content.ename}: ${content.evalue}`;
  };
  // a number goes through text without loss; what JSON has not, says its name
  const code = `console.log(JSON.stringify([${path}].map((each) => (Number.isFinite(each) ? each : String(each)))));`;
  await kernel.execute(code, { timeoutSeconds });
  if (failed !== "") return `which it has not: ${failed.replace(/\s*\n\s*/g, "; ")}`;
  return { value: JSON.parse(printed)[0] };
}
