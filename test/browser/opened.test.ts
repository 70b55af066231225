// A notebook of the reader's own, opened in the scratch page: shown as the book shows its own, harmless, and run when asked.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isCode } from "../../src/book/live/messages";
import { readNotebook } from "../../src/runner/ipynb";
import {
  BROWSERS,
  bookFolder,
  fileUrl,
  PHONE,
  type Reader,
  root,
  seriousFindings,
  withPage,
  withReader,
} from "./helper";

const scratch = fileUrl(bookFolder(), "scratch.html");
const CHAPTER = join(root, "notebooks", "03-redfield.ipynb");

const notebook = (cells: object[], metadata: object = {}, nbformat = 4): string =>
  JSON.stringify({ nbformat, nbformat_minor: 5, metadata, cells });
const markdown = (source: string) => ({ cell_type: "markdown", metadata: {}, source });
const code = (source: string, outputs: object[] = []) => ({
  cell_type: "code",
  metadata: {},
  execution_count: 1,
  source,
  outputs,
});

/** Drops a file on the page, as a hand does. */
const drop = ({ evaluate }: Reader, text: string, name: string): Promise<void> =>
  evaluate(
    ([content, called]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], called));
      document.querySelector("main")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
    },
    [text, name] as const,
  );
const says = ({ until }: Reader, text: string): Promise<void> =>
  until(`it to say ${text}`, (words) => document.querySelector(".opener .says")?.textContent === words, text);
const press = ({ evaluate }: Reader, mark: string) =>
  evaluate((name) => document.querySelector<HTMLElement>(name)?.click(), mark);
const output = ({ evaluate }: Reader, n: number) =>
  evaluate((number) => document.querySelector(`[data-cell="${number}"] [data-output]`)?.textContent ?? "", n);
const become = (reader: Reader, n: number, state: string) =>
  reader.until(
    `cell ${n} to be ${state}`,
    ([number, wanted]) =>
      document.querySelector<HTMLElement>(`[data-cell="${number}"]`)?.dataset.state === wanted,
    [n, state] as const,
  );

describe.each(BROWSERS)("in %s", (browser) => {
  test("a chapter that is dropped is that chapter, waits, and its cells give what it holds", () =>
    withReader(browser, scratch, async (reader) => {
      await drop(reader, readFileSync(CHAPTER, "utf8"), "mine.ipynb");
      await says(reader, "mine.ipynb, somebody else's: read a cell before you run it");
      const cells = readNotebook(CHAPTER).cells.filter(isCode);
      const states = await reader.evaluate(
        () =>
          Array.from(document.querySelectorAll<HTMLElement>("[data-cell]"), ({ dataset }) => dataset.state),
        undefined,
      );
      expect(states).toEqual(cells.map(() => "stored"));
      const n = cells.findIndex(({ outputs = [] }) => outputs[0]?.output_type === "stream") + 1;
      const before = await output(reader, n);
      await press(reader, `[data-cell="${n}"] [data-run]`);
      await become(reader, n, "fresh");
      expect(await output(reader, n)).toBe(before);
      expect(before.length).toBeGreaterThan(10);
      expect(reader.problems).toEqual([]);
      expect(reader.requests.filter((url) => !/^(data|blob|file):/.test(url))).toEqual([]);
    }));

  test("what a notebook brings along does nothing, and its errors are said where they are", () =>
    withReader(browser, scratch, async (reader) => {
      const evil =
        '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script><section data-cell="9">kept</section>';
      const html = { output_type: "display_data", data: { "text/html": evil }, metadata: {} };
      const cells = [
        markdown(`# Mine\n\n${evil}\n\n$\\nonsense{$`),
        code("Object.assign(globalThis, { hit: 1 });", [html]),
        code("const n: number = 'one';"),
        code("1 + 1"),
      ];
      await drop(reader, notebook(cells), "evil.ipynb");
      await says(reader, "evil.ipynb, somebody else's: read a cell before you run it");
      await press(reader, '[data-cell="3"] [data-run]');
      await become(reader, 3, "fresh");
      expect(await output(reader, 3)).toBe("2\n");
      expect(await output(reader, 2)).toBe(
        "TypeScript: Cell 2, line 1: Type 'string' is not assignable to type 'number'.\n",
      );
      expect(await output(reader, 1)).toContain("kept");
      expect(await reader.evaluate(() => "hit" in window, undefined)).toBe(false);
    }));

  test.each<[string, string, string | RegExp]>([
    ["no JSON", "{", /^x\.ipynb: is not a notebook, its JSON is broken: .+$/],
    [
      "no notebook",
      '{"a": 1}',
      "x.ipynb: must have nbformat 4, got none; opening and saving it in Jupyter converts it",
    ],
    [
      "an old one",
      notebook([], {}, 3),
      "x.ipynb: must have nbformat 4, got 3; opening and saving it in Jupyter converts it",
    ],
    ["none at all", notebook([]), "x.ipynb: has no cells"],
    [
      "Python",
      notebook([code("1")], { kernelspec: { language: "python" } }),
      "x.ipynb: is written in python, and this page runs TypeScript",
    ],
    ["damaged", notebook([{ ...code("1"), outputs: 5 }]), /^x\.ipynb: is damaged and cannot be shown: .+$/],
    [
      "50 MB",
      " ".repeat(50_000_000),
      "x.ipynb: has 50 MB, and a page opens up to 20 MB: clear its outputs in Jupyter",
    ],
  ])("%s is refused in a line, and the page stays", (_, text, line) =>
    withReader(browser, scratch, async (reader) => {
      await drop(reader, text, "x.ipynb");
      await reader.until(
        "an answer",
        () => /^x\.ipynb: /.test(document.querySelector(".opener .says")?.textContent ?? ""),
        undefined,
      );
      const said = await reader.evaluate(
        () => document.querySelector(".opener .says")?.textContent ?? "",
        undefined,
      );
      if (typeof line === "string") expect(said).toBe(line);
      else expect(said).toMatch(line);
      await press(reader, '[data-cell="1"] [data-run]');
      await become(reader, 1, "fresh");
      expect(reader.problems).toEqual([]);
    }),
  );
});

test("what is changed in it is kept for it alone, goes home, and another notebook can follow", () =>
  withPage(scratch, async ({ page, problems }) => {
    const field = page.getByLabel("Open a notebook");
    const open = async (name: string, source: string): Promise<void> => {
      await field.setInputFiles({
        name,
        mimeType: "application/json",
        buffer: Buffer.from(notebook([code(source)])),
      });
      await page.locator(".opener .says", { hasText: `${name}, somebody else's` }).waitFor();
    };
    const text = () => page.locator('[data-cell="1"] pre.code').innerText();
    await open("a.ipynb", 'console.log("a");');
    await page.locator('[data-cell="1"] [data-edit]').click();
    await page.locator(".cm-content").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('console.log("mine");');
    await page.keyboard.press("Control+Enter");
    await page.locator('[data-cell="1"][data-state="fresh"]').waitFor();
    expect(await page.locator('[data-cell="1"] [data-link]').isVisible()).toBe(false);
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("[data-download]").click(),
    ]);
    expect(saved.suggestedFilename()).toBe("a.ipynb");
    expect(readNotebook(await saved.path()).cells[0].source).toBe('console.log("mine");');
    await open("b.ipynb", 'console.log("b");');
    expect(await text()).toBe('console.log("b");');
    await open("a.ipynb", 'console.log("a");');
    expect(await text()).toBe('console.log("mine");');
    await page.reload();
    expect(await text()).toContain("ringModel");
    expect(problems).toEqual([]);
  }));

test("the page that opens notebooks fits a phone, and has no serious barrier", () =>
  withPage(
    scratch,
    async ({ page }) => {
      await page.getByLabel("Open a notebook").setInputFiles(CHAPTER);
      await page.locator(".opener .says", { hasText: "03-redfield.ipynb, somebody else's" }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
      expect(await seriousFindings(page, [".picture svg > *"])).toEqual([]);
    },
    { viewport: PHONE },
  ));
