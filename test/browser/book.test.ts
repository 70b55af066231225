// The book in a real browser, as a reader has it: from a folder or a server, on a desk or a phone, in the dark, on
// paper, with the keyboard alone, and without scripts.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  BROWSERS,
  bookFolder,
  DESKTOP,
  fileUrl,
  openAll,
  PHONE,
  seriousFindings,
  serve,
  withPage,
  withReader,
} from "./helper";

const folder = bookFolder();
const pages = readdirSync(folder)
  .filter((name) => name.endsWith(".html"))
  .filter((name) => name !== "explorer.html" && name !== "whole.html" && !name.endsWith(".slides.html")); // which have tests of their own
const chapters = pages.filter((name) => /^\d/.test(name));
const at = (name: string): string => fileUrl(folder, name);

describe.each(pages)("%s", (name) => {
  test("comes from a server without an error, and asks for its own files alone", async () => {
    const base = await serve(folder);
    await withPage(base + name, async ({ page, problems, requests }) => {
      await page.waitForLoadState("networkidle");
      expect(problems).toEqual([]);
      expect(requests.length).toBeGreaterThan(1);
      expect(requests.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(base))).toEqual([]);
    });
  });

  test("as a file: every figure comes alive without an error, and no serious barrier, light or dark, on a desk or a phone", () =>
    withPage(at(name), async ({ page, problems, requests }) => {
      await openAll(page);
      for (const figure of await page.locator("figure.figure:has(script)").all()) {
        await figure.scrollIntoViewIfNeeded();
        await figure.locator(".vega-embed svg.marks").waitFor();
      }
      expect(problems).toEqual([]);
      expect(requests.filter((url) => !/^(data|blob|file):/.test(url))).toEqual([]);
      // to assistive technology each is one image
      expect(await page.locator(".picture svg:not([aria-hidden]) [role]").count()).toBe(0);
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(
            () => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100)),
          );
          const found = await seriousFindings(page, [".picture svg > *"]);
          expect(found, `${colorScheme}, ${viewport.width} pixels`).toEqual([]);
        }
      }
      for (const width of [320, PHONE.width, 1024, DESKTOP.width, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        const all = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(all, "no wider than the screen").toBe(width);
      }
    }));
});

describe("figures", () => {
  test("each is a picture first, and alive when it has come into view", () =>
    withPage(at("05-avoided-crossings.html"), async ({ page }) => {
      await openAll(page);
      const last = page.locator("figure.figure:has(script)").last();
      expect(await last.locator(".picture > svg:visible").count()).toBe(1);
      await last.scrollIntoViewIfNeeded();
      await last.locator(".vega-embed svg.marks").waitFor();
      expect(await last.locator(".picture > svg").count()).toBe(0);
    }));

  test("without JavaScript they stay the pictures of the notebook, and every solution can be opened", () =>
    withPage(
      at("06-ergotropy.html"),
      async ({ page }) => {
        const count = await page.locator("figure.figure").count();
        expect(await page.locator("figure.figure .picture > svg:visible").count()).toBe(count);
        const folded = page.locator(".prose details").first();
        expect(await folded.locator("p").first().isVisible()).toBe(false);
        await folded.locator("summary").click();
        expect(await folded.locator("p").first().isVisible()).toBe(true);
      },
      { javaScriptEnabled: false },
    ));

  test("a slider changes its figure", () =>
    withPage(at("06-ergotropy.html"), async ({ page }) => {
      await openAll(page);
      const figure = page.locator("figure.figure:has(script)", { hasText: "ΔT of panel" });
      for (const each of await page.locator("figure.figure:has(script)").all()) {
        await each.scrollIntoViewIfNeeded();
        await each.locator(".vega-embed svg.marks").waitFor();
      }
      const before = await figure.locator("svg.marks").innerHTML();
      const slider = figure.locator("input[type=range]");
      await slider.focus();
      await page.keyboard.press("End");
      await expect.poll(() => figure.locator("svg.marks").innerHTML()).not.toBe(before);
      expect(await figure.locator("svg.marks").innerHTML()).toContain("(c) ΔT = 1.0, T");
    }));

  test.each([false, true])(
    "on a phone no part of one is off the screen, with JavaScript: %s",
    (javaScriptEnabled) =>
      withPage(
        at("04-current-modes.html"),
        async ({ page }) => {
          if (javaScriptEnabled) await openAll(page);
          const figures = await page.locator("figure.figure:has(script)").all();
          expect(figures.length).toBeGreaterThan(1);
          for (const figure of figures.slice(0, 2)) {
            await figure.scrollIntoViewIfNeeded();
            if (javaScriptEnabled) await figure.locator(".vega-embed svg.marks").waitFor();
            const svg = figure.locator("svg:visible").first();
            const { x, width } = (await svg.boundingBox()) ?? { x: -1, width: 0 };
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x + width).toBeLessThanOrEqual(PHONE.width);
            // its panels stand one above the other, so that words have the size of words
            expect(width).toBeGreaterThan(250);
            expect(
              await svg.evaluate(
                (each) => each.getBoundingClientRect().width / (each as SVGSVGElement).viewBox.baseVal.width,
              ),
            ).toBeGreaterThan(0.9);
          }
        },
        { javaScriptEnabled, viewport: PHONE },
      ),
  );

  test("in the dark they are light on dark, and a colour map keeps its colours", () =>
    withPage(
      at("06-ergotropy.html"),
      async ({ page }) => {
        const filter = (selector: string) =>
          page
            .locator(selector)
            .first()
            .evaluate((element) => getComputedStyle(element).filter);
        expect(await filter(".picture")).toContain("invert(1)");
        expect(await filter(".role-legend-band")).toContain("invert(1)");
        await page.emulateMedia({ colorScheme: "light" });
        expect(await filter(".picture")).toBe("none");
      },
      { colorScheme: "dark" },
    ));
});

describe("code", () => {
  const chapter = at("04-current-modes.html");
  const shown = (page: Page): Promise<boolean[]> =>
    page
      .locator("details.source > pre")
      .evaluateAll((all) => all.map((each) => each.checkVisibility({ contentVisibilityAuto: true })));

  test("is folded, and a switch that the browser remembers unfolds all of it", () =>
    withPage(chapter, async ({ page }) => {
      const cells = (await shown(page)).length;
      expect(cells).toBeGreaterThan(4);
      expect(await shown(page)).toEqual(Array(cells).fill(false));
      await page.locator("details.source > summary").nth(1).click();
      expect((await shown(page)).filter((each) => each)).toHaveLength(1);
      const all = page.getByRole("checkbox", { name: "Show all code" });
      await all.focus();
      await page.keyboard.press("Space");
      expect(await shown(page)).toEqual(Array(cells).fill(true));
      await page.goto(at("05-avoided-crossings.html"));
      expect(new Set(await shown(page))).toEqual(new Set([true]));
      await page.getByRole("checkbox", { name: "Show all code" }).uncheck();
      await page.reload();
      expect(new Set(await shown(page))).toEqual(new Set([false]));
    }));

  test("without JavaScript is there to be read, and there is no switch", () =>
    withPage(
      chapter,
      async ({ page }) => {
        for (const code of await page.locator("details.source > pre").all())
          expect(await code.isVisible()).toBe(true);
        expect(await page.locator(".switch").count()).toBe(0);
      },
      { javaScriptEnabled: false },
    ));

  test.each(chapters)(
    "%s: no line of it is cut off on a small phone, and what goes on below stands further in",
    (name) =>
      withPage(
        at(name),
        async ({ page }) => {
          await page.getByRole("checkbox", { name: "Show all code" }).check();
          const cut = await page
            .locator("details.source > pre")
            .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length);
          expect(cut).toBe(0);
          const inward = await page.locator(".source .line").evaluateAll((lines) =>
            lines.flatMap((line) => {
              const text = document.createRange();
              text.selectNodeContents(line);
              const [first, ...others] = [...text.getClientRects()].filter(({ width }) => width > 0);
              const below = others.filter(({ top }) => top > first.bottom - 2);
              return below.length > 0
                ? [Math.min(...below.map(({ left }) => left)) - line.getBoundingClientRect().left]
                : [];
            }),
          );
          expect(inward.length).toBeGreaterThan(0);
          expect(Math.min(...inward)).toBeGreaterThan(10);
        },
        { viewport: { width: 320, height: 700 } },
      ),
  );

  test("and text, figures and tables have one measure", () =>
    withPage(chapter, async ({ page }) => {
      await page.getByRole("checkbox", { name: "Show all code" }).check();
      for (const width of [390, 1024, 1280, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        const edges = await page
          .locator(":is(.prose > :is(p, ul, h2), .source > pre, .figure, .embedded, .control.prediction)")
          .evaluateAll((all) =>
            all.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect()),
          );
        const right = Math.max(...edges.map((edge) => edge.right));
        const left = Math.min(...edges.map((edge) => edge.left));
        expect(right - left, `${width} pixels`).toBeLessThanOrEqual(46 * 16);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    }));
});

describe("formulas", () => {
  test("have their own fonts, also from a file and without JavaScript: brackets are as tall as what they hold", () =>
    withPage(
      at("05-avoided-crossings.html"),
      async ({ page }) => {
        const matrix = page.locator(".katex-html .minner", { has: page.locator(".mtable") }).first();
        const height = async (part: string): Promise<number> =>
          (await matrix.locator(part).first().boundingBox())?.height ?? 0;
        expect(await height(".mopen")).toBeGreaterThanOrEqual(0.9 * (await height(".mtable")));
        const fonts = await page.evaluate(() =>
          Array.from(document.fonts, (f) => [f.family, f.status].join()),
        );
        expect(fonts).toContain("KaTeX_Main,loaded");
        expect(fonts.filter((font) => font.endsWith("error"))).toEqual([]);
      },
      { javaScriptEnabled: false },
    ));
});

describe.each(BROWSERS)("in %s, the search", (browser) => {
  const type = (words: string): void => {
    const field = document.querySelector(".search input") as HTMLInputElement;
    field.focus();
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const firstIs = (href: string): boolean => document.querySelector(".hits a")?.getAttribute("href") === href;

  test("finds sections of chapters, the glossary and the reference, and says when there is nothing", () =>
    withReader(browser, at("index.html"), async ({ evaluate, until, requests, problems }) => {
      expect(requests.filter((url) => url.includes("search"))).toEqual([]);
      await evaluate(type, "");
      await until("the search to come", () => document.querySelector(".hits") !== null, undefined);
      for (const [words, href] of [
        ["how steep is it", "04-current-modes.html#how-steep-is-it%3F"],
        ["avoidedCrossings", "reference.html#avoidedCrossings"],
        ["baths and the redfield equation", "glossary.html#baths-and-the-redfield-equation"],
        ["rectificaton", "06-ergotropy.html#what-it-means"], // as somebody types it
      ]) {
        await evaluate(type, words);
        await until(`${words} to be found`, firstIs, href);
      }
      await evaluate(type, "xyzzyx");
      await until(
        "it to say so",
        () => document.querySelector(".hits [role=status]")?.textContent === "Nothing is found for “xyzzyx”.",
        undefined,
      );
      expect(problems).toEqual([]);
    }));
});

describe("the search", () => {
  test("needs no mouse: / leads to it, arrows to what is found, Escape back, Enter there", () =>
    withPage(at("03-redfield.html"), async ({ page }) => {
      await page.keyboard.press("/");
      const field = page.getByRole("searchbox", { name: "Search the book" });
      await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true);
      await page.keyboard.type("how steep");
      const links = page.locator(".hits a");
      await links.first().waitFor();
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href"));
      await page.keyboard.press("ArrowDown");
      expect(await focused()).toBe("04-current-modes.html#how-steep-is-it%3F");
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await seriousFindings(page, [".picture svg *", "main"])).toEqual([]);
      }
      await page.keyboard.press("Escape");
      expect(await field.evaluate((each) => each === document.activeElement)).toBe(true);
      expect(await page.locator(".hits").isVisible()).toBe(false);
      await page.keyboard.type(" is it");
      await links.first().waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(`${at("04-current-modes.html")}#how-steep-is-it%3F`);
      expect(await page.locator(":target").innerText()).toMatch(/^How steep is it\?/);
    }));

  test("is not there without JavaScript, and fits a phone", async () => {
    await withPage(
      at("index.html"),
      async ({ page }) => expect(await page.locator(".search").isVisible()).toBe(false),
      { javaScriptEnabled: false },
    );
    await withPage(
      at("index.html"),
      async ({ page }) => {
        await page.locator(".search input").fill("ergotropy");
        await page.locator(".hits a").first().waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
        const box = await page.locator(".hits").boundingBox();
        expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= PHONE.width).toBe(true);
      },
      { viewport: PHONE },
    );
  });
});

test("a figure has its number and says what is to be seen, also when it was drawn anew", () =>
  withPage(at("04-current-modes.html"), async ({ page }) => {
    const captions = page.locator("figure.figure > figcaption");
    expect(await captions.count()).toBe(await page.locator("figure.figure").count());
    const numbers = await captions.locator(".number").allTextContents();
    expect(numbers).toEqual(numbers.map((_, i) => `Figure 4.${i + 1}`));
    const second = page.locator("figure.figure", {
      hasText: ", Figure 2 of the paper. Heat currents (a, b)",
    });
    await second.scrollIntoViewIfNeeded();
    await second.locator(".vega-embed svg.marks").waitFor();
    expect(await second.locator(".picture").ariaSnapshot()).not.toContain("Heat currents"); // nobody hears it twice
  }));

test.each([390, 1024, 1100, 1280, 2560])(
  "at %i pixels a note stands beside the text if there is room, else in it",
  (width) =>
    withPage(
      at("01-model.html"),
      async ({ page }) => {
        const [note, text] = await Promise.all(
          ["aside.note", ".prose > p"].map((mark) => page.locator(mark).first().boundingBox()),
        );
        if (!note || !text) throw new Error("there is no note");
        if (width < 1100) expect(note.x).toBeLessThan(text.x + text.width / 2);
        else expect(note.x).toBeGreaterThanOrEqual(text.x + text.width);
        expect(note.x + note.width).toBeLessThanOrEqual(width);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      },
      { viewport: { width, height: 900 } },
    ),
);

test.each(BROWSERS)(
  "in %s the letters of the text come with the book, Greek ones too, also from a folder",
  (browser) =>
    withReader(browser, at("04-current-modes.html"), async ({ until, requests }) => {
      await until(
        "the letters",
        () =>
          [...document.fonts].filter((face) => /Source Serif/.test(face.family) && face.status === "loaded")
            .length > 3,
        undefined,
      );
      expect(requests.filter((url) => !/^(data|blob|file):/.test(url))).toEqual([]);
    }),
);

describe("finding one's way", () => {
  test("a section's heading is a link to it that can be seen and reached by keyboard", () =>
    withPage(at("04-current-modes.html"), async ({ page }) => {
      const link = page.locator("h2 a").nth(1);
      const mark = await link.evaluate((element) => getComputedStyle(element, "::after").content);
      expect(mark).toContain("#");
      await link.focus();
      await page.keyboard.press("Enter");
      const hash = new URL(page.url()).hash;
      expect(hash).toBe(`#${await page.locator("h2").nth(1).getAttribute("id")}`);
      const top = await page
        .locator("h2")
        .nth(1)
        .evaluate((element) => element.getBoundingClientRect().top);
      expect(Math.abs(top)).toBeLessThan(100);
    }));

  test("the first Tab offers to skip to the text", () =>
    withPage(at("index.html"), async ({ page }) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the text");
      await page.keyboard.press("Enter");
      expect(new URL(page.url()).hash).toBe("#main");
    }));

  test("the last link of each page leads through the whole book", () =>
    withPage(at("index.html"), async ({ page }) => {
      for (const next of [
        ...chapters,
        "explorer.html",
        "scratch.html",
        "glossary.html",
        "reference.html",
        "lecturers.html",
        "report.html",
        "licences.html",
      ]) {
        await page.locator(".steps a").last().click();
        expect(page.url()).toBe(at(next));
      }
    }));

  test("on a phone the contents are folded, and open when asked", () =>
    withPage(
      at("index.html"),
      async ({ page }) => {
        const entry = page.locator("nav ol a").first();
        expect(await entry.isVisible()).toBe(false);
        await page.locator("nav summary").click();
        expect(await entry.isVisible()).toBe(true);
      },
      { viewport: PHONE },
    ));

  test("the front page has a mark for every claim, and each leads to a section that exists", async () => {
    const { claims } = JSON.parse(readFileSync(join(__dirname, "..", "..", "data", "claims.json"), "utf8"));
    await withPage(at("index.html"), async ({ page }) => {
      const marks = page.locator(".glance a, .glance ~ .marks a");
      expect(await marks.count()).toBe(claims.length);
      // the paper's expectation stands apart from what it says
      expect(await page.locator(".glance a", { hasText: /^1[4-6]/ }).count()).toBe(0);
      const hrefs = new Set(
        await marks.evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href)),
      );
      const partly = claims.filter((claim: { verdict: string }) => claim.verdict === "partly").length;
      expect(await page.locator(":is(.glance, .glance ~ .marks) a.partly").count()).toBe(partly);
      for (const href of hrefs) {
        await page.goto(href);
        expect(await page.evaluate(() => document.querySelector(":target")?.tagName), href).toMatch(
          /^H[23]$/,
        );
      }
    });
  });

  test("the front page says in a sentence each what the paper found, with the claims that it rests on", () =>
    withPage(at("index.html"), async ({ page }) => {
      const found = page.locator(".findings > li");
      expect(await found.count()).toBe(3);
      for (const each of await found.all()) expect(await each.locator(".marks a").count()).toBeGreaterThan(1);
    }));

  test("the front page shows the four figures, each with its caption and a link to its section", () =>
    withPage(at("index.html"), async ({ page }) => {
      const figures = page.locator(".gallery figure");
      expect(await figures.locator("figcaption > a").allTextContents()).toEqual(
        [1, 2, 3, 4].map((number) => `Figure ${number}.`),
      );
      await figures.nth(1).locator("figcaption > a").click();
      expect(page.url()).toBe(`${at("04-current-modes.html")}#figure-2`);
    }));

  test("a chapter can be downloaded as the notebook that it is", async () => {
    await withPage(`${await serve(folder)}03-redfield.html`, async ({ page }) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".download a[download]").click(),
      ]);
      expect(download.suggestedFilename()).toBe("03-redfield.ipynb");
      const committed = readFileSync(join(__dirname, "..", "..", "notebooks", "03-redfield.ipynb"), "utf8");
      expect(readFileSync(await download.path(), "utf8")).toBe(committed);
    });
  });
});

test("the licences of all that the book brings along are on a page, with their texts", () =>
  withPage(at("licences.html"), async ({ page }) => {
    const said = await page.locator("main").innerText();
    for (const name of [
      "@fontsource/source-serif-4",
      "minisearch",
      "katex",
      "vega-lite",
      "codemirror",
      "typescript",
      "d3-force",
      "mathjs",
      "dompurify",
    ])
      expect(said).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: `, "m"));
    const typescript = page.locator("details.folded", { hasText: /^typescript / });
    await typescript.locator("summary").click();
    expect(await typescript.locator("pre").first().isVisible()).toBe(true);
    expect(await typescript.locator("pre").first().innerText()).toContain("Apache License");
  }));

describe("on paper", () => {
  test("the solutions are unfolded, figures fit, and what only a screen needs is gone", () =>
    withPage(at("04-current-modes.html"), async ({ page }) => {
      await page.setViewportSize({ width: 700, height: 1000 });
      await openAll(page);
      await page.locator("figure.figure:has(script)").first().scrollIntoViewIfNeeded();
      await page.locator(".vega-embed svg.marks").first().waitFor();
      await page.emulateMedia({ media: "print" });
      const solutions = page.locator(".prose details p");
      expect(await solutions.count()).toBeGreaterThan(2);
      const heights = () =>
        solutions.evaluateAll((all) =>
          all.map((each) => (each.checkVisibility({ contentVisibilityAuto: true }) ? each.clientHeight : 0)),
        );
      await expect.poll(async () => Math.min(...(await heights())), { timeout: 10_000 }).toBeGreaterThan(0);
      for (const gone of ["nav", ".steps", ".download", ".vega-embed summary", ".switch", ".source"]) {
        expect(await page.locator(gone).first().isVisible(), gone).toBe(false);
      }
      const widths = await page
        .locator(".picture svg.marks")
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right));
      expect(Math.max(...widths)).toBeLessThanOrEqual(700);
    }));

  test("code is there that the reader had unfolded, and in the whole book all of it", () =>
    withPage(at("04-current-modes.html"), async ({ page }) => {
      await page.getByRole("checkbox", { name: "Show all code" }).check();
      await page.emulateMedia({ media: "print" });
      expect(await page.locator(".source > pre").first().isVisible()).toBe(true);
      await page.goto(at("whole.html"));
      const hidden = await page
        .locator(".source > pre")
        .evaluateAll(
          (all) => all.filter((each) => !each.checkVisibility({ contentVisibilityAuto: true })).length,
        );
      expect(hidden).toBe(0);
    }));

  test("printing from a dark screen gives dark on white, and folds the solutions again", () =>
    withPage(
      at("04-current-modes.html"),
      async ({ page }) => {
        await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        expect(await page.locator(".prose details:not([open])").count()).toBe(0);
        expect(await page.locator(".source[open]").count()).toBe(0); // which nobody wants to see
        await page.evaluate(() => dispatchEvent(new Event("afterprint")));
        expect(await page.locator(".prose details[open]").count()).toBe(0);
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        const { color, backgroundColor } = await page.evaluate(() => {
          const { color, backgroundColor } = getComputedStyle(document.body);
          return { color, backgroundColor };
        });
        expect([color, backgroundColor]).toEqual(["rgb(31, 35, 40)", "rgb(255, 255, 255)"]);
      },
      { colorScheme: "dark" },
    ));
});
