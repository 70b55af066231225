// A notebook in Jupyter Notebook, as its reader has it: opened by `spin-ring lab`, in a real browser.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Content } from "../../src/kernel/wire";
import { browser } from "../browser/helper";
import { eventually, PATIENCE } from "../support/wait";
import { environment, folder, main, program, root, start } from "./helper";

let page: Page;

beforeAll(async () => {
  page = await (await browser()).newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(PATIENCE * 1000);
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(await asked(notebook()));
  await page.locator("#notebook-container .cell").first().waitFor();
  await isIdle();
});

/** A notebook of this repository without its outputs, in a folder where it may be saved. */
function notebook(): string {
  const { cells, ...rest } = JSON.parse(
    readFileSync(join(root, "notebooks", "04-current-modes.ipynb"), "utf8"),
  );
  for (const cell of cells) if (cell.outputs) cell.outputs = [];
  const path = join(folder, "04-current-modes.ipynb");
  writeFileSync(path, JSON.stringify({ cells, ...rest }));
  return path;
}

/** Opens a notebook with `spin-ring lab`; the address that the browser is asked to show. */
async function asked(path: string): Promise<string> {
  const note = join(folder, "address");
  const recorder = join(folder, "browser");
  writeFileSync(recorder, `#!/bin/sh\necho "$1" > "${note}.new" && mv "${note}.new" "${note}"\n`, {
    mode: 0o755,
  });
  const env = { ...environment, JUPYTER_PATH: "", BROWSER: recorder, PATH: `/usr/bin:${environment.PATH}` };
  program("notebook");
  const root = process.getuid?.() === 0 ? ["--allow-root"] : []; // as in a container
  const lab = start(process.execPath, [main, "lab", path, ...root], env);
  let said = "";
  lab.stderr?.on("data", (text) => {
    said += text;
  });
  if (!(await eventually(() => existsSync(note)))) throw new Error(`no browser was asked for:\n${said}`);
  return readFileSync(note, "utf8").trim();
}

const isIdle = (): Promise<void> => page.locator("#kernel_indicator_icon.kernel_idle_icon").waitFor();
const codeCell = (n: number): Locator => page.locator(".code_cell").nth(n);
const menu = (id: string): Promise<void> =>
  page.evaluate((id) => document.getElementById(id)?.querySelector("a")?.click(), id);

/** A new cell at the end with this text in it, the cursor behind it. */
async function write(text: string): Promise<Locator> {
  await page.keyboard.press("Escape");
  await page.locator(".cell").last().locator(".input_area, .text_cell_render").first().click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.keyboard.press("Enter");
  await page.keyboard.insertText(text);
  return page.locator(".code_cell").last();
}

const prompt = async (cell: Locator): Promise<string> =>
  (await cell.locator(".input_prompt").innerText()).replace(/\s+/g, " ");
const run = (): Promise<void> => page.keyboard.press("Control+Enter");

test("the notebook opens in the project's kernel, without a question", async () => {
  expect(await page.locator("#notebook_name").innerText()).toBe("04-current-modes");
  expect(await page.locator(".kernel_indicator_name").innerText()).toBe("TypeScript (spin-ring)");
  expect(await page.locator(".modal.in").count()).toBe(0);
});

test("all its cells run, the figures appear as pictures, nothing fails", async () => {
  await menu("run_all_cells");
  await codeCell((await page.locator(".code_cell").count()) - 1)
    .locator(".output_subarea")
    .first()
    .waitFor();
  await isIdle();
  const pictures = page.locator(".output_svg svg");
  const { cells } = JSON.parse(readFileSync(join(root, "notebooks", "04-current-modes.ipynb"), "utf8"));
  const outputs: Content[] = cells.flatMap(({ outputs = [] }: Content) => outputs);
  const figures = outputs.filter(({ data }) => data?.["image/svg+xml"]);
  expect(figures.length).toBeGreaterThan(0);
  expect(await pictures.count()).toBe(figures.length);
  await pictures.first().scrollIntoViewIfNeeded();
  const box = await pictures.first().boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(100);
  expect(await page.locator(".output_error").allInnerTexts()).toEqual([]);
});

test("a cell shows its prompt number, what it prints, and its result with the same number", async () => {
  const cell = await write("console.log(6 * 7); 'text'");
  await run();
  await cell.locator(".output_result").first().waitFor();
  const [, number] = /^In \[(\d+)\]:$/.exec(await prompt(cell)) ?? [];
  const shown = (await cell.locator(".output").innerText()).replace(/\s+/g, " ").trim();
  expect(shown).toBe(`42 Out[${number}]: 'text'`);
});

test("an endless cell shows that it runs, is stopped by an interrupt, says so, and the next cell runs", async () => {
  const cell = await write("console.log('running');\nwhile (true) {}");
  await run();
  await cell.locator(".output_text", { hasText: "running" }).waitFor();
  expect(await prompt(cell)).toBe("In [*]:");
  await menu("int_kernel");
  await cell.locator(".output_error", { hasText: "KeyboardInterrupt: the cell was stopped" }).waitFor();
  await isIdle();
  const next = await write("1 + 1");
  await run();
  await next.locator(".output_text", { hasText: "2" }).waitFor();
});

test("Tab lists the names of the library that fit", async () => {
  await write('import * as library from "spin-ring";\nlibrary.heat');
  await page.keyboard.press("Tab");
  await page.locator(".completions select").waitFor();
  const names = await page.locator(".completions option").allInnerTexts();
  expect(names).toEqual(expect.arrayContaining(["heatCurrents"]));
  expect(names.filter((name) => !/heat/i.test(name))).toEqual([]);
  await page.keyboard.press("Escape");
});

test("Shift-Tab shows the type of a name and what it does", async () => {
  await write('import { heatCurrents } from "spin-ring";\nheatCurrents');
  await page.keyboard.press("Shift+Tab");
  const help = page.locator("#tooltip .tooltiptext");
  await help.filter({ hasText: "heatCurrents(" }).waitFor();
  await page.keyboard.press("Escape");
});

test("a restart gives a new kernel, which knows nothing of before", async () => {
  await write("const known = 1;");
  await run();
  await isIdle();
  await menu("restart_kernel");
  await page.locator(".modal.in button", { hasText: "Restart" }).click();
  await page
    .locator(".modal.in")
    .waitFor({ state: "detached" })
    .catch(() => {});
  await isIdle();
  const cell = await write("known");
  await run();
  await cell.locator(".output_error", { hasText: "Cannot find name 'known'" }).waitFor();
});
