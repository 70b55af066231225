// What leads through the explorer: tours that ask before they show, and lectures that fill the screen.
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { addressOf } from "../../src/book/explorer/address";
import { feedsAt } from "../../src/book/explorer/feeds";
import { DEFAULTS, type Parameters } from "../../src/book/explorer/parameters";
import { solvePoint } from "../../src/book/explorer/point";
import { fixedText, milliText } from "../../src/book/explorer/readings";
import { TOURS } from "../../src/book/explorer/tours";
import type { ModelDescription } from "../../src/description";
import { solve } from "../../src/solve";
import {
  BROWSERS,
  bookFolder,
  DESKTOP,
  fileUrl,
  type Opened,
  PHONE,
  seriousFindings,
  withPage,
  withReader,
} from "./helper";

const STILL: BrowserContextOptions = { reducedMotion: "reduce" };
const withExplorer = (
  fragment: string,
  use: (opened: Opened) => Promise<void>,
  options: BrowserContextOptions = STILL,
): Promise<void> => withPage(`${fileUrl(bookFolder(), "explorer.html")}${fragment}`, use, options);

const ring = (changes: Partial<Parameters>): string =>
  `ju ${milliText(solvePoint({ ...DEFAULTS, ...changes }).observed!.heatUpper)}`;
const stands = (page: Page, changes: Partial<Parameters>): Promise<void> =>
  page.locator("svg.ring", { hasText: ring(changes) }).waitFor();
const visible = (page: Page): Promise<string[]> =>
  page
    .locator("[data-plot]")
    .evaluateAll((all) =>
      all
        .filter((one) => (one as HTMLElement).offsetParent !== null || one.getClientRects().length > 0)
        .map((one) => (one as HTMLElement).dataset.plot ?? ""),
    );
const press = (page: Page, name: string): Promise<void> =>
  page.locator(".tour").getByRole("button", { name, exact: true }).click();

describe("a guided tour", () => {
  test.each(TOURS)(
    "$key: every step asks with its plots covered, then shows what the library has",
    async (tour) => {
      await withExplorer("", async ({ page, problems }) => {
        await page.getByRole("link", { name: tour.title }).click();
        let before: Partial<Parameters> | ModelDescription = tour.from;
        for (const [i, { ask, options, right, see, to, plots }] of tour.steps.entries()) {
          await page.locator(".ask", { hasText: ask.replace("_", "") }).waitFor();
          await page.waitForURL(new RegExp(`#tour=${tour.key}(&step=${i + 1})?$`));
          if (!("baths" in before)) {
            await stands(page, before);
            expect((await visible(page)).sort()).toEqual([...plots].sort());
          }
          for (const plot of await page.locator("[data-plot]").all())
            expect(await plot.isVisible()).toBe(false);
          expect(await page.locator(".see").isVisible()).toBe(false);
          const guess = i % 2 === 0 ? right : (right + 1) % options.length;
          await press(page, options[guess]);
          const told = `${i % 2 === 0 ? "Right" : "Not so"}: ${options[right]}. ${see}`;
          expect(await page.locator(".see").textContent()).toBe(told);
          expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^(Next|Finish)$/);
          if ("baths" in to) {
            const heat = milliText(solve(to).bathHeat[0]);
            await page.locator(".graph-desk:not([aria-busy]) .baths", { hasText: heat }).waitFor();
          } else {
            await stands(page, to);
            for (const plot of plots)
              expect(await page.locator(`[data-plot="${plot}"]`).isVisible()).toBe(true);
          }
          before = to;
          await page.keyboard.press("Enter");
        }
        await page.locator(".tour").waitFor({ state: "hidden" });
        expect(await page.locator(".presets").isVisible()).toBe(true);
        expect(problems).toEqual([]);
      });
    },
  );

  test("opens at a step from its link, goes back, and ends by Esc where it stands", async () => {
    await withExplorer("#tour=flip&step=4", async ({ page, problems }) => {
      await stands(page, { delta: 2.19 });
      expect(await page.locator(".tour h2").textContent()).toBe("The flip4 of 6");
      await press(page, "Show");
      await stands(page, { delta: 2.3 });
      expect(await page.locator(".see b").textContent()).toBe("It turns round.");
      await page.locator("#delta-slider").fill("2.4");
      await page.waitForURL(/#tour=flip&step=4&delta=2\.4&/);
      await page.reload();
      await stands(page, { delta: 2.4 });
      expect(await page.locator(".see").textContent()).toContain("It turns round.");
      await press(page, "Back");
      await stands(page, { delta: 2.19 });
      await page.waitForURL(/#tour=flip&step=3$/);
      await page.keyboard.press("Escape");
      await page.locator(".tour").waitFor({ state: "hidden" });
      await page.waitForURL((url) => url.hash === addressOf({ ...DEFAULTS, delta: 2.19 }));
      expect(await page.locator("svg.plot").nth(4).isVisible()).toBe(true);
      await page.goBack().catch(() => {});
      expect(problems).toEqual([]);
    });
  });

  test("is used by keyboard alone, a guess by its number", async () => {
    await withExplorer("", async ({ page }) => {
      await page.getByRole("link", { name: "The flip" }).focus();
      await page.keyboard.press("Enter");
      await page.locator(".ask").waitFor();
      await page.keyboard.press("1");
      await stands(page, { delta: 0 });
      expect(await page.locator(".see").textContent()).toMatch(/^Right/);
      await page.keyboard.press("Enter");
      await page.locator(".tour h2", { hasText: "2 of 6" }).waitFor();
      await page.keyboard.press("1");
      await stands(page, { delta: 1.5 });
      expect(await page.locator(".see").textContent()).toMatch(/^Not so/);
    });
  });

  test("turns the knobs before the reader's eyes unless nothing is to move", async () => {
    await withExplorer(
      "#tour=flip&step=2",
      async ({ page }) => {
        await stands(page, { delta: 0 });
        await page.evaluate(() => {
          const seen = new Set<string>();
          Object.assign(window, { seen });
          const field = document.querySelector<HTMLInputElement>("#delta-number")!;
          const look = () => {
            seen.add(field.value);
            requestAnimationFrame(look);
          };
          look();
        });
        await press(page, "Show");
        await stands(page, { delta: 1.5 });
        const between = await page.evaluate(
          () =>
            [...(window as unknown as { seen: Set<string> }).seen].filter(
              (at) => Number(at) > 0 && Number(at) < 1.5,
            ).length,
        );
        expect(between).toBeGreaterThan(0);
      },
      {},
    );
  });

  test.each(BROWSERS)("asks and shows in %s from a file", (browser) =>
    withReader(
      browser,
      `${fileUrl(bookFolder(), "explorer.html")}#tour=inversion&step=5`,
      async ({ evaluate, until, problems }) => {
        const has = (text: string): boolean =>
          document.querySelector("#explorer")?.textContent?.includes(text) ?? false;
        await until("the question", has, "How much of the work is left?");
        await evaluate(
          () => document.querySelectorAll<HTMLElement>(".tour .options button")[2].click(),
          undefined,
        );
        await until("the answer", has, "Right: next to nothing.");
        await until("the point", has, ring({ delta: 2, tl: 1, tr: 2 }));
        expect(problems).toEqual([]);
      },
    ),
  );

  test("that there is not gives one line and the ring", async () => {
    await withExplorer("#tour=flop", async ({ page, problems }) => {
      await stands(page, {});
      expect(await page.locator(".message").textContent()).toContain("tour must be flip, inversion, laws");
      expect(await page.locator(".tour").isVisible()).toBe(false);
      expect(problems).toEqual([]);
    });
  });
});

describe("a lecture", () => {
  const ofWindow = (page: Page, selector: string): Promise<number[]> =>
    page.locator(selector).evaluate((one) => {
      const { width, height } = one.getBoundingClientRect();
      return [width / innerWidth, height / innerHeight];
    });

  test("shows the ring and one plot, large, from its link, and leaves by Esc", async () => {
    await withExplorer("#lecture=spin&delta=2.4", async ({ page, problems }) => {
      await stands(page, { delta: 2.4 });
      expect(await visible(page)).toEqual(["spin"]);
      const [ringSize, plotSize] = [
        await ofWindow(page, "svg.ring"),
        await ofWindow(page, '[data-plot="spin"] svg.plot'),
      ];
      expect(ringSize[0] * ringSize[1] + plotSize[0] * plotSize[1]).toBeGreaterThan(0.5);
      const heights = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            '[data-plot="spin"] .plot .x, .ring .number, .explorer .mode, [data-plot="spin"] .legend',
          ),
        ].map((one) => one.getBoundingClientRect().height / innerHeight),
      );
      for (const height of heights) expect(height).toBeGreaterThan(1 / 60); // read from sixty times as far as it is high
      expect(await page.locator("nav").isVisible()).toBe(true); // behind it,
      expect(await page.evaluate(() => document.querySelector("nav")!.inert)).toBe(true); // and out of reach
      await page.keyboard.press("Escape");
      await page.waitForURL((url) => url.hash === addressOf({ ...DEFAULTS, delta: 2.4 }));
      expect((await visible(page)).length).toBe(7);
      expect(await page.evaluate(() => document.querySelector("nav")!.inert)).toBe(false);
      expect(problems).toEqual([]);
    });
  });

  test("is led by keys: Δ by arrows, plots up and down, a tour by space, the keys by ?", async () => {
    await withExplorer("#lecture=heat&delta=2", async ({ page }) => {
      await stands(page, { delta: 2 });
      await page.keyboard.press("ArrowRight");
      await stands(page, { delta: 2.05 });
      await page.keyboard.press("Shift+ArrowLeft");
      await stands(page, { delta: 2.04 });
      await page.keyboard.press("ArrowDown");
      expect(await visible(page)).toEqual(["spin"]);
      await page.keyboard.press("ArrowUp");
      expect(await visible(page)).toEqual(["heat"]);
      await page.waitForURL(/#lecture=heat&delta=2\.04&/);
      for (const full of [true, false]) {
        await page.keyboard.press("f");
        await page.waitForFunction((on) => (document.fullscreenElement !== null) === on, full);
        expect(await visible(page)).toEqual(["heat"]); // the lecture goes on
      }
      await page.keyboard.press("?");
      expect(await page.locator(".keys").textContent()).toContain("the next step of a tour");
      await page.keyboard.press("Escape");
      expect(await page.locator(".keys").isVisible()).toBe(false);
      expect(await page.locator(".explorer").getAttribute("class")).toContain("lecture");
    });
    await withExplorer("#lecture&tour=flip", async ({ page }) => {
      await stands(page, TOURS[0].from);
      await page.keyboard.press(" ");
      await stands(page, { delta: 0 });
      expect(await page.locator(".see").isVisible()).toBe(true);
      await page.keyboard.press("PageDown");
      await page.locator(".tour h2", { hasText: "2 of 6" }).waitFor();
      await page.keyboard.press("2");
      await stands(page, { delta: 1.5 });
      await page.keyboard.press("PageUp");
      await page.locator(".tour h2", { hasText: "1 of 6" }).waitFor();
      await page.waitForURL(/#lecture=heat&tour=flip&step=1$/);
    });
  });

  test("leaves a number that is being typed alone", async () => {
    await withExplorer("#lecture", async ({ page }) => {
      await stands(page, {});
      await page.locator("#delta-number").fill("2.1");
      await page.keyboard.press("Backspace");
      await stands(page, { delta: 2 });
      expect(await page.locator(".explorer").getAttribute("class")).toContain("lecture");
    });
  });
});

test("the bars of the levels are the library's, at every point", async () => {
  await withExplorer("#delta=2.27", async ({ page }) => {
    const told = (changes: Partial<Parameters>): string => {
      const { left, right } = feedsAt({ ...DEFAULTS, ...changes });
      return `Level 2: left ${fixedText(left[0], 2)}, right ${fixedText(right[0], 2)}; Level 3: left ${fixedText(left[1], 2)}`;
    };
    await page.locator(`svg.feeds[aria-label*="${told({ delta: 2.27 })}"]`).waitFor();
    expect(await page.locator("svg.feeds rect").count()).toBe(10);
    await page.locator("#delta-slider").fill("1");
    await page.locator(`svg.feeds[aria-label*="${told({ delta: 1 })}"]`).waitFor();
    await page.locator("#up-slider").fill("0");
    await page.waitForFunction(() => document.querySelectorAll("svg.feeds rect").length === 0);
  });
});

test.each([
  ["light", "#tour=laws&step=1", DESKTOP],
  ["dark", "#tour=laws&step=5", PHONE],
  ["light", "#lecture=populations&delta=2", DESKTOP],
  ["dark", "#lecture&tour=inversion&step=2", DESKTOP],
  ["dark", "#lecture=feeds", PHONE],
] as const)(
  "%s %s has no serious finding, and nothing is wider than the screen",
  async (colorScheme, fragment, viewport) => {
    await withExplorer(
      fragment,
      async ({ page }) => {
        await page.locator(".mode:not(:empty)").first().waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        const show = page.locator(".tour").getByRole("button", { name: "Show" });
        if (await show.isVisible()) {
          await show.click();
          await page.locator(".see b").waitFor();
          expect(await seriousFindings(page)).toEqual([]);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          viewport.width,
        );
      },
      { ...STILL, colorScheme, viewport },
    );
  },
);
