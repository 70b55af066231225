// The cells of the book run in a reader's browser, from a folder, with the network off: text and figures are those of the
// notebook.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { isCode, VEGA } from "../../src/book/live/messages";
import { linkTo } from "../../src/book/live/own-work";
import { CONTROL } from "../../src/cells/knob";
import { type Output, readNotebook } from "../../src/runner/ipynb";
import {
  BROWSERS,
  bookFolder,
  DESKTOP,
  fileUrl,
  PHONE,
  type Reader,
  root,
  seriousFindings,
  withPage,
  withReader,
} from "./helper";

const folder = bookFolder();
const at = (name: string): string => fileUrl(folder, `${name}.html`);
const LONG = Number(process.env.LONG ?? 300_000);

const cell = (page: Page, n: number) => page.locator(`[data-cell="${n}"]`);

async function run(page: Page, n: number, state = "fresh"): Promise<void> {
  await cell(page, n).locator("[data-run]").click();
  await page.locator(`[data-cell="${n}"][data-state="${state}"]`).waitFor({ timeout: LONG });
  await page.waitForFunction(() => !document.querySelector('[data-state="running"]'), undefined, {
    timeout: LONG,
  });
}

/** Runs a cell and waits for all that follows, drawn. */
async function runIn({ evaluate, until }: Reader, n: number): Promise<void> {
  await evaluate(
    (number) => document.querySelector<HTMLElement>(`[data-cell="${number}"] [data-run]`)?.click(),
    n,
  );
  await until(
    `cell ${n} to have run, all figures drawn`,
    (number) => {
      const section = document.querySelector<HTMLElement>(`[data-cell="${number}"]`);
      const ended = ["fresh", "failed", "stopped"].includes(section?.dataset.state ?? "");
      const figures = [...(section?.querySelectorAll("figure") ?? [])];
      const drawn = figures.every((each) => each.querySelector("svg.marks"));
      // what makes HTML harmless may still be on its way
      const clean = [...(section?.querySelectorAll(".shown") ?? [])].every((each) => each.firstElementChild);
      return ended && drawn && clean && !document.querySelector('[data-state="running"]');
    },
    n,
  );
}

/** What a cell gave: words, figures as their specifications. */
type Given = string | { readonly figure: unknown };

const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) => (code ? String.fromCharCode(code) : ENTITIES[name]))
    .replace(/\s+/g, " ")
    .trim();
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", nbsp: " ", quot: '"' };
// which versions there are
const comparable = (text: string): string => text.trim().replace(/^spin-ring .*$/m, "versions");

/** What a notebook holds of a cell. */
const stored = (outputs: readonly Output[]): Given[] =>
  outputs.flatMap((output): Given[] => {
    const text = (value: unknown): string => [value].flat().join("");
    if (output.output_type === "stream") return [comparable(text(output.text))];
    const data = output.data ?? {};
    if (data[CONTROL]) return []; // stands above the output
    const spec = VEGA.map((type) => data[type]).find(Boolean);
    if (spec) return [{ figure: spec }];
    return [data["text/html"] ? words(text(data["text/html"])) : comparable(text(data["text/plain"]))];
  });

/** What a page shows of it. */
async function shown({ evaluate }: Reader, n: number): Promise<Given[]> {
  const parts = await evaluate((number) => {
    const output = document.querySelector(`[data-cell="${number}"] [data-output]`);
    return [...(output?.children ?? [])].map((each) => ({
      kind: each.tagName,
      text:
        (each.matches("div") ? each.innerHTML : each.querySelector("script")?.textContent) ??
        each.textContent ??
        "",
    }));
  }, n);
  return parts.map(({ kind, text }) => {
    if (kind === "FIGURE") return { figure: JSON.parse(text) };
    return kind === "PRE" ? comparable(text) : words(text);
  });
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/**
 * Where two figures differ: in structure, in words, or in a number by 1e-10 of the largest of its column. They hold six digits:
 * of numbers that agree to 1e-10, one in ten thousand is rounded to the next.
 */
function differences(figure: unknown, committed: unknown): string[] {
  const leaves = (value: unknown, path: string): [string, unknown][] =>
    typeof value === "object" && value !== null
      ? Object.entries(value)
          .sort(byKey)
          .flatMap(([key, each]) => leaves(each, `${path}/${key}`))
      : [[path, value]];
  const [ours, theirs] = [leaves(figure, ""), leaves(committed, "")];
  const column = (path: string): string => path.replace(/\/\d+(?=\/|$)/g, "/*");
  const sizes = new Map<string, number>();
  for (const [path, value] of theirs) {
    const size = typeof value === "number" ? Math.abs(value) : 0;
    sizes.set(column(path), Math.max(sizes.get(column(path)) ?? 0, size));
  }
  let next = 0;
  const same = ([path, value]: [string, unknown], [there, other]: [string, unknown] = ["", ""]): boolean => {
    if (path !== there) return false;
    if (typeof value !== "number" || typeof other !== "number") return value === other;
    const off = Math.abs(value - other);
    if (off <= 1e-10 * (sizes.get(column(path)) ?? 0)) return true;
    return off <= 1.001 * 10 ** (Math.floor(Math.log10(Math.abs(other))) - 5) && ++next <= ours.length / 1000;
  };
  if (ours.length !== theirs.length) return [`${ours.length} values, committed are ${theirs.length}`];
  return ours.flatMap((leaf, i) =>
    same(leaf, theirs[i]) ? [] : [`${leaf.join(": ")}, committed ${theirs[i]}`],
  );
}

// all of them by `npm run check:release chapters`
const CHAPTERS = process.env.CHAPTERS?.split(",") ?? [
  "00-one-qubit",
  "01-model",
  "04-current-modes",
  "11-which-equation",
  "12-noise",
];
const codeOf = (name: string) => readNotebook(join(root, "notebooks", `${name}.ipynb`)).cells.filter(isCode);

describe.each(BROWSERS)("in %s", (browser) => {
  test.each(CHAPTERS)(
    "%s gives what the notebook holds, cell by cell, with the network off",
    (name) =>
      withReader(browser, at(name), async (reader) => {
        for (const [i, { outputs = [] }] of codeOf(name).entries()) {
          await runIn(reader, i + 1);
          const [ours, theirs] = [await shown(reader, i + 1), stored(outputs)];
          const withoutFigures = (all: readonly Given[]) =>
            all.map((each) => (typeof each === "string" ? each : "figure"));
          expect(withoutFigures(ours), `cell ${i + 1}`).toEqual(withoutFigures(theirs));
          for (const [k, each] of ours.entries()) {
            const other = theirs[k];
            if (typeof each === "string" || typeof other === "string") continue;
            expect(differences(each.figure, other.figure), `figure of cell ${i + 1}`).toEqual([]);
          }
        }
        expect(reader.problems).toEqual([]);
        expect(reader.requests.filter((url) => !/^(data|blob|file):/.test(url))).toEqual([]);
      }),
    20 * 60_000, // only what hangs: chapter 8 takes minutes, and a machine may be busy
  );
});

describe.each(BROWSERS)("in %s, what goes wrong is said in a line, and the page goes on:", (browser) => {
  const CELL = 10; // of chapter 4, which nothing hangs on
  /** Opens chapter 4 with a text in that cell, as a link brings it. */
  const withText = async (text: string, use: (reader: Reader) => Promise<void>): Promise<void> =>
    withReader(browser, at("04-current-modes") + (await linkTo(CELL, text)), async (reader) => {
      await reader.until("the text", shows, [CELL, "code", text.slice(0, 20)] as const);
      await use(reader);
    });
  const shows = ([n, part, text]: readonly [number, string, string]): boolean =>
    document.querySelector(`[data-cell="${n}"] ${part}`)?.textContent?.includes(text) ?? false;
  const press = ({ evaluate }: Reader, n: number, mark: string) =>
    evaluate(
      ([number, name]) =>
        document.querySelector<HTMLElement>(`[data-cell="${number}"] [data-${name}]`)?.click(),
      [n, mark] as const,
    );
  const state = ({ evaluate }: Reader, n: number) =>
    evaluate((number) => document.querySelector<HTMLElement>(`[data-cell="${number}"]`)?.dataset.state, n);
  const becomes = (reader: Reader, n: number, wanted: string): Promise<void> =>
    reader.until(
      `cell ${n} to be ${wanted}`,
      ([number, name]) =>
        document.querySelector<HTMLElement>(`[data-cell="${number}"]`)?.dataset.state === name,
      [n, wanted] as const,
    );
  const says = ({ evaluate }: Reader, part: string) =>
    evaluate(
      ([number, name]) => document.querySelector(`[data-cell="${number}"] ${name}`)?.textContent ?? "",
      [CELL, part] as const,
    );
  /** Another cell still runs. */
  async function goesOn(reader: Reader): Promise<void> {
    await runIn(reader, 1);
    expect(await state(reader, 1)).toBe("fresh");
  }

  test("a loop without an end is stopped", () =>
    withText("while (true) {}", async (reader) => {
      expect(await state(reader, CELL)).toBe("stored");
      expect(await says(reader, ".says")).toMatch(/somebody else's/);
      await press(reader, CELL, "run");
      await becomes(reader, CELL, "running");
      await press(reader, CELL, "stop");
      await becomes(reader, CELL, "stopped");
      await goesOn(reader);
    }));

  test.each([
    'while (true) console.log("again and again and again");',
    'import { showTable } from "spin-ring";\nwhile (true) showTable([[1]], ["n"]);',
  ])("output without an end: %s", (text) =>
    withText(text, async (reader) => {
      await press(reader, CELL, "run");
      await becomes(reader, CELL, "stopped");
      expect(await says(reader, ".says")).toBe("stopped: it shows more than a page can hold");
      await goesOn(reader);
    }),
  );

  test("a browser that refuses workers", () =>
    withText("1 + 1", async (reader) => {
      await reader.evaluate(() => {
        (window as { Worker: unknown }).Worker = class {
          constructor() {
            throw new Error("no");
          }
        };
      }, undefined);
      await press(reader, 1, "run");
      await becomes(reader, 1, "failed");
      await reader.until("the line", shows, [1, ".says", "this browser refuses workers"] as const);
      expect(reader.problems).toEqual([]);
    }));

  test("half a cell, which is not run as it stood before either", () =>
    withText("const half = ;", async (reader) => {
      await press(reader, CELL, "run");
      await becomes(reader, CELL, "failed");
      expect(await says(reader, "[data-output]")).toBe(
        `TypeScript: Cell ${CELL}, line 1: Expression expected.\n`,
      );
      await goesOn(reader);
    }));

  test("a browser that lets a page keep nothing, nor look", () =>
    withReader(browser, at("04-current-modes"), async (reader) => {
      // a page that comes anew, in a browser that forbids it
      await reader.evaluate(() => {
        Object.defineProperty(window, "localStorage", {
          get() {
            throw new DOMException("forbidden", "SecurityError");
          },
        });
        for (const bar of document.querySelectorAll(".bar")) bar.remove();
        const script = document.createElement("script");
        script.src = "assets/live.js";
        document.head.append(script);
      }, undefined);
      await reader.until("the cells", () => document.querySelector("[data-run]") !== null, undefined);
      await goesOn(reader);
      expect(reader.problems).toEqual([]);
    }));

  test("a cell that asks for more memory than there is", () =>
    withText("new Float64Array(1e13);", async (reader) => {
      await press(reader, CELL, "run");
      await becomes(reader, CELL, "failed");
      expect(await says(reader, "[data-output]")).toMatch(/^RangeError: .*\n.*Cell 10, line 1/i);
      await goesOn(reader);
    }));
});

describe("a page", () => {
  test("loads nothing for its cells until one is asked for", () =>
    withPage(at("04-current-modes"), async ({ page, requests }) => {
      await page.locator("[data-run]").first().waitFor();
      expect(requests.filter((url) => /runner|parts|cells|purify/.test(url))).toEqual([]);
      expect(await page.locator('[data-state="stored"]').count()).toBe(
        await page.locator("[data-cell]").count(),
      );
    }));

  test("runs what a cell needs before it, and nothing else", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      await run(page, 5);
      const states = await page
        .locator("[data-cell]")
        .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.state));
      expect(states[4]).toBe("fresh");
      expect(states.slice(5)).toEqual(states.slice(5).map(() => "stored"));
    }));

  test("has no serious barrier with cells that have run", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      await run(page, 5);
      expect(await seriousFindings(page, [".picture svg > *"])).toEqual([]);
    }));

  test("without JavaScript lacks nothing and offers nothing", () =>
    withPage(
      at("04-current-modes"),
      async ({ page }) => {
        expect(await page.locator("[data-run]").count()).toBe(0);
        expect(await page.locator("figure.figure .picture > svg").count()).toBeGreaterThan(0);
      },
      { javaScriptEnabled: false },
    ));
});

describe("an edit", () => {
  const editor = (page: Page, n: number) => cell(page, n).locator(".cm-content");
  async function write(page: Page, n: number, text: string): Promise<void> {
    await cell(page, n).locator("[data-edit]").click();
    await editor(page, n).waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
  }
  const outcome = (page: Page, n: number) =>
    page
      .locator(`[data-cell="${n}"]:is([data-state="fresh"], [data-state="failed"], [data-state="stopped"])`)
      .waitFor({ timeout: LONG });
  const words = async (page: Page, n: number) =>
    (await cell(page, n).locator("[data-output]").innerText()).trim();

  test("is compiled as the kernel does, and what hangs on it follows", () =>
    withPage(at("04-current-modes"), async ({ page, problems }) => {
      await write(
        page,
        8,
        "const triple: number[] = [1, 2, 3];\nconsole.log(triple.toSorted((a, b) => b - a));",
      );
      await page.keyboard.press("Control+Enter");
      await outcome(page, 8);
      expect(await words(page, 8)).toBe("[ 3, 2, 1 ]");
      expect(problems).toEqual([]);
    }));

  test("has every module of a page, with its types, and the reader's cores", () =>
    withPage(at("04-current-modes"), async ({ page, problems }) => {
      const modules = `import * as physics from "spin-ring";
import * as pictures from "spin-ring/figures";
import * as ours from "spin-ring/paper";
import { Matrix } from "ml-matrix";
import { add } from "mathjs";
const ring = { sites: 6, spinsUp: 3, fields: [0, 2, 1, 0, 0.5, -0.3] };
const ends = [{ site: 1, temperature: 2 }, { site: 4, temperature: 1 }];
const axes = { interaction: physics.linspace(-4, 4, 601) };
const swept = await physics.sweep({ base: { ...ring, baths: ends }, axes, observe: ["bathHeat"] });
const alone = physics.solve({ ...ring, baths: ends }).bathHeat[0];
console.log(swept.complete, swept.failed, Math.abs(swept.rows[300].bathHeat1 / alone - 1) < 1e-9);
console.log(pictures.COLOURS.ergotropy.length, ours.PAPER.sites, Matrix.eye(2).trace(), add(1, 1));`;
      await write(page, 8, modules);
      await page.keyboard.press("Control+Enter");
      await outcome(page, 8);
      await page.waitForFunction(
        () => document.querySelector('[data-cell="8"]')?.getAttribute("data-state") === "fresh",
      );
      expect((await words(page, 8)).split("\n").slice(-2)).toEqual(["true 0 true", "7 4 2 2"]);
      expect(problems).toEqual([]);
    }));

  test("that has the wrong type is not run, and says where; so does an error, by cell and line", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      await write(page, 8, 'const text: string = "a";\nconst number: number = text;');
      await page.locator(".cm-lintRange-error").waitFor();
      await page.keyboard.press("Control+Enter");
      await outcome(page, 8);
      expect(await words(page, 8)).toBe(
        "TypeScript: Cell 8, line 2: Type 'string' is not assignable to type 'number'.",
      );
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(
        'function boom(): void {\n  throw new RangeError("too far");\n}\nboom();',
      );
      await page.keyboard.press("Control+Enter");
      await page.waitForFunction(() =>
        document.querySelector('[data-cell="8"] [data-output]')?.textContent?.includes("too far"),
      );
      expect((await words(page, 8)).split("\n")).toEqual([
        "RangeError: too far",
        "    at boom (Cell 8, line 2)",
        "    at Cell 8, line 4",
      ]);
    }));

  test("cannot take a name of another cell, or a module that a page has not", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      const owned = await page.evaluate(
        () => document.querySelector('[data-cell="3"] code')?.textContent?.match(/const (\w+) =/)?.[1],
      );
      await write(page, 8, `const ${owned} = 1;`);
      await page.keyboard.press("Control+Enter");
      await outcome(page, 8);
      expect(await words(page, 8)).toBe(
        `TypeScript: Cell 8, line 1: ${owned} belongs to cell 3, and on this page to it alone: take another name, or change that cell`,
      );
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText('import fs from "node:fs";\nfs;');
      await page.keyboard.press("Control+Enter");
      await page.waitForFunction(() =>
        document.querySelector('[data-cell="8"] [data-output]')?.textContent?.includes("node:fs"),
      );
      expect(await words(page, 8)).toContain(
        'a page has no module "node:fs": there are spin-ring, spin-ring/figures, spin-ring/paper, ml-matrix, mathjs; Jupyter has the others',
      );
    }));

  test("that never ends is stopped, and the page goes on; after a reload it is still there, and can be taken back", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      const committed = await cell(page, 1).locator("pre.code").textContent();
      await run(page, 3);
      await write(page, 1, "while (true) {}");
      await page.keyboard.press("Control+Enter");
      await page.locator('[data-cell="1"][data-state="running"]').waitFor();
      await cell(page, 1).locator("[data-stop]").click();
      await page.locator('[data-cell="1"][data-state="stopped"]').waitFor();
      await page.reload();
      expect((await cell(page, 1).locator("pre.code").textContent())?.trim()).toBe("while (true) {}");
      await cell(page, 1).locator("[data-original]").click();
      expect(await cell(page, 1).locator("pre.code").textContent()).toBe(committed);
      await run(page, 3);
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
    }));
});

test("the scratch page has cells that run, with the library at hand", () =>
  withPage(at("scratch"), async ({ page, problems }) => {
    await run(page, 1);
    await cell(page, 1).locator("svg.marks").first().waitFor();
    await cell(page, 2).locator("[data-edit]").click();
    await cell(page, 2).locator(".cm-content").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("ring.sites");
    await page.keyboard.press("Control+Enter");
    await page.locator('[data-cell="2"][data-state="fresh"]').waitFor({ timeout: LONG });
    expect((await cell(page, 2).locator("[data-output]").innerText()).trim()).toBe("4");
    expect(problems).toEqual([]);
  }));

describe("what a reader wrote", () => {
  const editor = (page: Page, n: number) => cell(page, n).locator(".cm-content");
  const text = async (page: Page, n: number) =>
    (await cell(page, n).locator("pre.code").textContent())?.trim();
  async function type(page: Page, n: number, words: string): Promise<void> {
    await cell(page, n).locator("[data-edit]").click();
    await editor(page, n).waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(words);
    await page.keyboard.press("Escape"); // closes a list of completions, if there is one
    await page.keyboard.press("Escape");
    await editor(page, n).waitFor({ state: "detached" });
  }

  test("in two tabs is kept from both, cell by cell, and each says what the other has", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      const other = await page.context().newPage();
      await other.goto(page.url());
      await type(page, 8, "// one");
      await type(other, 9, "// two");
      const seen = cell(page, 9).locator(".says", { hasText: "edited in another tab" });
      await seen.waitFor();
      await page.reload();
      expect([await text(page, 8), await text(page, 9)]).toEqual(["// one", "// two"]);
    }));

  test("is there when a page comes back that was lost with a cell, which is named", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      await type(page, 9, "while (true) {}");
      await cell(page, 9).locator("[data-run]").click();
      await page.locator('[data-cell="9"][data-state="running"]').waitFor();
      // a page that ends for want of memory hears of nothing
      await page.evaluate(() => {
        Storage.prototype.removeItem = () => {};
      });
      await page.reload();
      expect(await cell(page, 9).locator(".says").innerText()).toMatch(
        /^the page was lost while this cell ran/,
      );
      expect(await text(page, 9)).toBe("while (true) {}");
      await page.reload();
      expect(await cell(page, 9).locator(".says").innerText()).toBe("");
    }));

  test("where the browser keeps nothing, that is said, and leaving the page asks first", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      await page.evaluate(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      });
      await type(page, 8, "// mine");
      expect(await cell(page, 8).locator(".says").innerText()).toMatch(/^edited; this browser keeps nothing/);
      const asked = page.waitForEvent("dialog");
      void page.evaluate(() => location.reload()).catch(() => {});
      const dialog = await asked;
      expect(dialog.type()).toBe("beforeunload");
      await dialog.dismiss();
      expect(await text(page, 8)).toBe("// mine");
    }));

  test("needs no mouse, and an editor has no serious barrier, light or dark, on a desk or a phone", () =>
    withPage(at("04-current-modes"), async ({ page, problems }) => {
      await cell(page, 9).locator("[data-run]").focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await editor(page, 9).waitFor();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("const notFine: string = 1;");
      await page.locator(".cm-lintRange-error").waitFor();
      expect(problems).toEqual([]);
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          const found = await seriousFindings(page, [".picture svg > *"]);
          expect(found, `${colorScheme}, ${viewport.width} pixels`).toEqual([]);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      }
      await page.keyboard.press("Control+A");
      await page.keyboard.type("const fineNow = 1; console.log(fineNow);");
      await page.keyboard.press("Control+Enter");
      await page.locator('[data-cell="9"][data-state="fresh"]').waitFor({ timeout: LONG });
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      expect(await page.evaluate(() => document.activeElement?.matches('[data-cell="9"] [data-run]'))).toBe(
        true,
      );
    }));
});

describe("an input", () => {
  const INPUT = 9; // of chapter 4
  const picture = (page: Page) => cell(page, INPUT).locator(".picture").innerText();
  const settled = (page: Page) =>
    page.waitForFunction(() => !document.querySelector('[data-state="running"]'));

  test("is there before anything has run, and moving it runs what hangs on it and no more", () =>
    withPage(at("04-current-modes"), async ({ page, problems }) => {
      const slider = cell(page, INPUT).getByRole("slider", { name: "Δ" });
      expect(await slider.inputValue()).toBe("2.19");
      await slider.focus();
      await page.keyboard.press("ArrowRight");
      await page.locator(`[data-cell="${INPUT}"][data-state="fresh"]`).waitFor({ timeout: LONG });
      await page.getByText("interaction Δ = 2.2", { exact: false }).first().waitFor();
      const states = await page
        .locator("[data-cell]")
        .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.state));
      expect(states.slice(INPUT)).toEqual(states.slice(INPUT).map(() => "stored"));
      expect(await slider.evaluate((each) => each === document.activeElement)).toBe(true);
      await cell(page, INPUT).getByRole("button", { name: "back to 2.19" }).click();
      await page.waitForFunction(() =>
        document.querySelector('[data-cell="9"] .picture')?.textContent?.includes("Δ = 2.19"),
      );
      expect(problems).toEqual([]);
    }));

  test("that is moved faster than can be drawn ends where it was left", () =>
    withPage(at("04-current-modes"), async ({ page, problems }) => {
      const slider = cell(page, INPUT).getByRole("slider", { name: "Δ" });
      await slider.evaluate((each: HTMLInputElement) => {
        for (let i = 0; i <= 50; i++) {
          each.valueAsNumber = i / 20;
          each.dispatchEvent(new Event("input"));
        }
      });
      await page.locator(`[data-cell="${INPUT}"][data-state="fresh"]`).waitFor({ timeout: LONG });
      await page.waitForFunction(() =>
        document.querySelector('[data-cell="9"] .picture')?.textContent?.includes("Δ = 2.5"),
      );
      await settled(page);
      expect(await picture(page)).toContain("Δ = 2.5");
      expect(problems).toEqual([]);
    }));

  test("forgets what it cannot be any more", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      await cell(page, 10).locator("[data-edit]").click();
      await cell(page, 10).locator(".cm-content").waitFor();
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(
        'const limit = input.number("most", { from: 1, to: 4, value: 4 });\nconst within = input.number("some", { from: 0, to: limit, value: 0.5 });\nconsole.log(within);',
      );
      await page.keyboard.press("Control+Enter");
      const field = (name: string) => cell(page, 10).getByRole("textbox", { name: new RegExp(`^${name}, `) });
      const says = (text: string) =>
        cell(page, 10).locator("[data-output]").getByText(text, { exact: true }).waitFor({ timeout: LONG });
      await says("0.5");
      await field("some").fill("3");
      await field("some").press("Enter");
      await says("3");
      await field("most").fill("2");
      await field("most").press("Enter");
      await says("0.5");
      await settled(page);
      expect(await field("some").inputValue()).toBe("0.5");
    }));

  test("takes a typed number with a comma, and says what is none", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      const field = cell(page, INPUT).getByLabel("Δ, from -4 to 4");
      await field.fill("−1,25");
      await field.press("Enter");
      await page.waitForFunction(() =>
        document.querySelector('[data-cell="9"] .picture')?.textContent?.includes("Δ = −1.25"),
      );
      await field.fill("7");
      await field.press("Enter");
      expect(await cell(page, INPUT).locator(".complaint").innerText()).toBe(
        "Δ must be a number from -4 to 4, got “7”",
      );
      await settled(page);
      expect(await picture(page)).toContain("Δ = −1.25");
      await cell(page, INPUT).getByLabel("spins up").selectOption("3");
      await page.waitForFunction(() =>
        document.querySelector('[data-cell="9"] .picture')?.textContent?.includes("3 up"),
      );
      await settled(page);
      expect(await seriousFindings(page, [".picture svg > *"])).toEqual([]);
    }));
});

describe("an exercise", () => {
  const words = (page: Page, n: number) => page.locator("form.answer").nth(n).locator(".words");
  async function give(page: Page, n: number, text: string, verdict: boolean): Promise<string> {
    const form = page.locator("form.answer").nth(n);
    await form.getByRole("textbox").fill(text);
    await form.getByRole("textbox").press("Enter");
    await form.locator(`[data-right="${verdict}"]`).waitFor({ timeout: LONG });
    return words(page, n).innerText();
  }

  test("says right or wrong, and what to think of; no answer is in the page", () =>
    withPage(at("02-minimality"), async ({ page, problems }) => {
      expect(await give(page, 1, "1,5", false)).toContain("which sign has that field?");
      expect(await give(page, 1, "0.5", true)).toMatch(/^✓ 2\.2: right/);
      expect(await give(page, 2, "-3.172", false)).toContain("How many pairs");
      await page.locator("form.answer").nth(0).getByRole("textbox").fill("many");
      await page.locator("form.answer").nth(0).getByRole("button", { name: "Check" }).click();
      expect(await words(page, 0).innerText()).toMatch(/^A number, please/);
      expect(problems).toEqual([]);
      expect(await seriousFindings(page, [".picture svg > *"])).toEqual([]);
      const last = await page
        .locator("form.answer")
        .nth(2)
        .evaluate((form) => form.outerHTML);
      expect(last).not.toContain("1.172");
    }));
});

describe("a prediction", () => {
  const form = (page: Page) => page.locator('[data-cell="4"] form.prediction');
  const output = (page: Page) => cell(page, 5).locator("[data-output]");

  test("is drawn before its output opens, and drawn beside what is computed", () =>
    withPage(at("04-current-modes"), async ({ page, problems }) => {
      expect(await output(page).isHidden()).toBe(true);
      await form(page).getByRole("button", { name: "Commit" }).click();
      expect(await form(page).locator(".words").innerText()).toBe("Draw a curve first.");
      await form(page).getByRole("button", { name: "Draw a curve" }).click();
      const {
        x = 0,
        y = 0,
        width = 0,
        height = 0,
      } = (await form(page).locator(".ground").boundingBox()) ?? {};
      await page.mouse.move(x + 1, y + height / 4);
      await page.mouse.down();
      await page.mouse.move(x + width - 1, y + height / 2, { steps: 10 });
      await page.mouse.up();
      await form(page).getByRole("button", { name: "Commit" }).click();
      await page.locator('[data-cell="5"][data-state="fresh"]').waitFor({ timeout: LONG });
      expect(await output(page).isVisible()).toBe(true);
      await cell(page, 5).locator("[data-output]").getByText("your prediction").first().waitFor();
      await page.reload();
      expect(await output(page).isVisible()).toBe(true);
      expect(await form(page).locator(".words").innerText()).toBe("Your prediction: the curve you drew");
      expect(problems).toEqual([]);
    }));

  test("is drawn by keys, too, and has no serious barrier", () =>
    withPage(at("04-current-modes"), async ({ page }) => {
      await form(page).getByRole("button", { name: "Draw a curve" }).press("Enter");
      await form(page).locator("summary").press("Enter");
      await form(page).getByRole("slider", { name: "at 0", exact: true }).press("Home");
      expect(await form(page).locator(".line").getAttribute("d")).toMatch(/^M0.0,120.0L.*210.0,240.0/);
      expect(await seriousFindings(page, [".picture svg > *"])).toEqual([]);
      await form(page).getByRole("button", { name: "Commit" }).press("Enter");
      await page.locator('[data-cell="5"][data-state="fresh"]').waitFor({ timeout: LONG });
    }));

  test("can be skipped, and whoever teaches opens them all", () =>
    withPage(at("01-model"), async ({ page }) => {
      expect(await page.locator(".cover").count()).toBe(2);
      await page.getByRole("button", { name: "Skip" }).first().click();
      expect(await page.locator(".cover").count()).toBe(1);
      await page.reload();
      expect(await page.locator(".cover").count()).toBe(1);
      await page.getByRole("button", { name: "Open all" }).click();
      expect(await page.locator(".cover").count()).toBe(0);
      await page.reload();
      expect(await page.locator(".cover").count()).toBe(0);
      await page.getByLabel("Outputs are open without predictions").uncheck();
      expect(await page.locator(".cover").count()).toBe(1);
    }));
});

describe("a number in the text", () => {
  test("is its cell's, and can be dragged and stepped where it is an input", () =>
    withPage(at("04-current-modes"), async ({ page, problems }) => {
      const said = page.locator('[data-value="Delta"]');
      const mode = page.locator('[data-value="flows.mode"]');
      expect([await said.innerText(), await mode.innerText()]).toEqual(["2.19", "parallel"]);
      await said.scrollIntoViewIfNeeded();
      const { x = 0, y = 0, width = 0, height = 0 } = (await said.boundingBox()) ?? {};
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + width / 2 + 50, y + height / 2, { steps: 5 });
      await page.mouse.up();
      await page.waitForFunction(
        () => document.querySelector('[data-value="flows.mode"]')?.textContent === "counterclockwise",
      );
      expect(await said.innerText()).toBe("3.19");
      expect(await page.locator(".controls").getByRole("slider", { name: "Δ" }).inputValue()).toBe("3.19");
      await page.keyboard.press("Home");
      await page.keyboard.press("PageUp");
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(
        () => document.querySelector('[data-value="flows.mode"]')?.textContent === "parallel",
      );
      expect(await said.innerText()).toBe("−3.89");
      expect(await said.getAttribute("aria-valuenow")).toBe("-3.89");
      expect(problems).toEqual([]);
    }));
});

test("what a reader made goes home as a notebook, and as a link to somebody who has to ask for it to run", () =>
  withPage(at("04-current-modes"), async ({ page }) => {
    await cell(page, 8).locator("[data-edit]").click();
    await cell(page, 8).locator(".cm-content").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('console.log("mine");');
    await page.keyboard.press("Control+Enter");
    await page.locator('[data-cell="8"][data-state="fresh"]').waitFor({ timeout: LONG });
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("[data-download]").click(),
    ]);
    const { cells } = readNotebook(await saved.path());
    const mine = cells.filter(isCode)[7];
    expect([mine.source, mine.outputs]).toEqual([
      'console.log("mine");',
      [{ output_type: "stream", name: "stdout", text: "mine\n" }],
    ]);
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await cell(page, 8).locator("[data-link]").click();
    await page.waitForFunction(() => location.hash.startsWith("#cell=8&code="));
    const link = page.url();
    await withPage(link, async ({ page: theirs }) => {
      await theirs.waitForFunction(() =>
        document.querySelector('[data-cell="8"] code')?.textContent?.includes("mine"),
      );
      expect(await cell(theirs, 8).getAttribute("data-state")).toBe("stored");
      expect(await cell(theirs, 8).locator(".says").innerText()).toMatch(/somebody else's/);
      expect(await theirs.evaluate(() => localStorage.length)).toBe(0);
    });
  }));

describe("of script a page has", () => {
  /** Kilobytes of scripts as they are served, without Vega's and mathjs. */
  const size = (names: Iterable<string>): number =>
    [...names]
      .filter((name) => !/vega|mathjs/.test(name))
      .reduce(
        (sum, name) => sum + gzipSync(readFileSync(join(folder, "assets", name)), { level: 9 }).length,
        0,
      ) / 1000;

  test("little until something is asked for, all that it brings by itself taken together", () =>
    withPage(fileUrl(folder, "04-current-modes.html"), async ({ page }) => {
      const brought = await page
        .locator("script[src]")
        .evaluateAll((all) => all.map((each) => (each as HTMLScriptElement).src.replace(/.*assets./, "")));
      expect(brought).toContain("live.js");
      expect(size(brought), brought.join(" ")).toBeLessThan(10);
    }));

  test.each(readdirSync(folder).filter((name) => /^\d\d[^.]*[.]html$/.test(name)))(
    "%s: at most 100 KB for its first cell",
    (name) =>
      withPage(fileUrl(folder, name), async ({ page }) => {
        const scripts = () =>
          page
            .locator("script[src]")
            .evaluateAll((all) =>
              all.map((each) => (each as HTMLScriptElement).src.replace(/.*assets./, "")),
            );
        const before = new Set(await scripts());
        await page.evaluate(() => document.querySelector<HTMLElement>('[data-cell="1"] [data-run]')?.click());
        await page
          .locator('[data-cell="1"][data-state="fresh"]')
          .waitFor({ state: "attached", timeout: LONG });
        const brought = (await scripts()).filter((each) => !before.has(each));
        expect(brought).toContain("runner.js");
        expect(size(brought), brought.join(" ")).toBeLessThan(100);
      }),
  );
});
