// The explorer in a real browser: what it shows is what the library says, wherever the change came from.
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { addressOf, descriptionOf } from "../../src/book/explorer/address";
import { BLANK } from "../../src/book/explorer/graph-edit";
import { openGraph, solveGraph } from "../../src/book/explorer/graph-point";
import { DEFAULTS, type Parameters } from "../../src/book/explorer/parameters";
import { descriptionAt } from "../../src/book/explorer/point";
import { GRAPH_PRESETS, ringOf } from "../../src/book/explorer/presets";
import { fixedText, milliText, numberText } from "../../src/book/explorer/readings";
import type { ModelDescription } from "../../src/description";
import { symbols } from "../../src/figures/symbols";
import { digits } from "../../src/figures/words";
import { type SolveResult, solve } from "../../src/solve";
import {
  bookFolder,
  fileUrl,
  type Opened,
  PHONE,
  seriousFindings,
  serve,
  withPage,
  withReader,
} from "./helper";

const libraryAt = (changes: Partial<Parameters>) => {
  const { delta, h2, h3, flux, tl, tr, gamma, up } = { ...DEFAULTS, ...changes };
  return solve({
    sites: 4,
    spinsUp: up,
    interaction: delta,
    fields: [0, h2, h3, 0],
    flux,
    baths: [
      { site: 1, temperature: tl, coupling: gamma, cutoff: 10 },
      { site: 3, temperature: tr, coupling: gamma, cutoff: 10 },
    ],
  });
};

const withExplorer = (
  fragment: string,
  use: (opened: Opened) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> => withPage(`${fileUrl(bookFolder(), "explorer.html")}${fragment}`, use, options);

const shown = (page: Page, quantity: string): Promise<string | null> =>
  page.locator(`.legend [data-value="${quantity}"]`).first().textContent();

/** Waits until the page shows the numbers of the library at a point, and compares them all. */
async function expectPoint(page: Page, changes: Partial<Parameters>): Promise<void> {
  const expected = libraryAt(changes);
  const upper = milliText(expected.heatCurrents[2]);
  await page.locator('.panels > .panel .legend [data-value="heatUpper"]', { hasText: upper }).waitFor();
  expect(await shown(page, "heatLower")).toBe(milliText(expected.heatCurrents[4]));
  expect(await shown(page, "heatFromLeft")).toBe(milliText(expected.bathHeat[0]));
  expect(await shown(page, "spinCurrent")).toBe(milliText(expected.spinCurrents[0]));
  expect(await shown(page, "ergotropy")).toBe(milliText(expected.ergotropy));
  const levels = page.locator('[data-value="level2"]');
  expect(await levels.nth(0).textContent()).toBe(fixedText(expected.energies[1], 3));
  expect(await levels.nth(1).textContent()).toBe(fixedText(expected.populations[1], 5));
  const ring = await page.locator("svg.ring").textContent();
  expect(ring).toContain(`ju ${upper}`);
  expect(ring).toContain(`jd ${milliText(expected.heatCurrents[4])}`);
  const certificate = await page.locator(".certificate tbody").textContent();
  expect(certificate).toContain(digits(expected.certificate.minEigenvalue));
}

const upperCurve = (page: Page) => page.locator('[data-curve="heatUpper"]');

const slide = (page: Page, knob: string, value: number): Promise<void> =>
  page.locator(`#${knob}-slider`).fill(String(value));

/** The button of a preset, which may have to be unfolded. */
async function preset(page: Page, name: string) {
  await page.locator(".presets").evaluate((all) => all.setAttribute("open", ""));
  return page.getByRole("button", { name });
}

/** Until the curves have been drawn. */
const drawn = (page: Page): Promise<void> =>
  page.locator('[data-curve="heatUpper"][d^="M"]').waitFor({ state: "attached" });

/** Which way an arrow points: the side of its tip, from the far ends of its outline. */
const outline = (page: Page, arrow: string): Promise<string> =>
  page.locator(`[data-arrow="${arrow}"]`).evaluate((path) => path.getAttribute("d") ?? "");

describe("what is shown", () => {
  test.each(["file", "server"])(
    "from a %s: no error, no request beyond the book, curves drawn",
    async (how) => {
      const base = how === "file" ? fileUrl(bookFolder(), "") : await serve(bookFolder());
      await withPage(`${base.replace(/\/?$/, "/")}explorer.html`, async ({ page, problems, requests }) => {
        await drawn(page);
        await expectPoint(page, {});
        expect(await page.locator("path.curve[data-curve]").count()).toBe(3 + 1 + 6 + 6 + 3);
        expect(problems).toEqual([]);
        const foreign = requests.filter((url) => !url.startsWith(base) && !/^(data|blob):/.test(url));
        expect(foreign).toEqual([]);
      });
    },
  );

  test("sliders moved, numbers typed and links opened show what the library computes", async () => {
    await withExplorer("#delta=2.19&tl=1.7", async ({ page, problems }) => {
      await expectPoint(page, { delta: 2.19, tl: 1.7 });
      await slide(page, "h2", 1.35);
      await expectPoint(page, { delta: 2.19, tl: 1.7, h2: 1.35 });
      expect(await page.locator("#h2-number").inputValue()).toBe("1.35");
      await page.locator("#h3-number").fill("0.123456");
      await expectPoint(page, { delta: 2.19, tl: 1.7, h2: 1.35, h3: 0.123456 });
      await slide(page, "gamma", 41);
      await expectPoint(page, { delta: 2.19, tl: 1.7, h2: 1.35, h3: 0.123456, gamma: 0.1 });
      expect(await page.locator("#gamma-number").inputValue()).toBe("0.1");
      await slide(page, "up", 3);
      await page.locator("text=E").first().waitFor();
      const { energies } = libraryAt({ delta: 2.19, tl: 1.7, h2: 1.35, h3: 0.123456, gamma: 0.1, up: 3 });
      await page.waitForFunction(
        (text) => {
          const numbers = document.querySelectorAll('[data-value^="level"]');
          return numbers.length === 8 && numbers[3].textContent === text;
        },
        fixedText(energies[3], 3),
      );
      expect(problems).toEqual([]);
    });
  });

  test("a workless browser computes on the page itself", async () => {
    const context =
      "delete globalThis.Worker; globalThis.Worker = class { constructor() { throw new Error('no') } }";
    await withExplorer("", async ({ page, problems }) => {
      await drawn(page);
      await page.addInitScript(context);
      await page.reload();
      await drawn(page);
      await slide(page, "tl", 3);
      await expectPoint(page, { tl: 3 });
      expect(problems).toEqual([]);
    });
  });

  test("workers that die are replaced by the page", async () => {
    await withExplorer("", async ({ page, problems }) => {
      await drawn(page);
      await page.addInitScript("URL.createObjectURL = () => 'blob:null/nothing'");
      await page.reload();
      await drawn(page);
      await expectPoint(page, {});
      expect(problems.filter((problem) => !problem.includes("blob:null/nothing"))).toEqual([]);
    });
  });
});

test("dragged through Δ ≈ 2.19 in a plot, the spin arrow turns and the heat changes its way", async () => {
  await withExplorer("#delta=1.5", async ({ page }) => {
    await drawn(page);
    const ring = page.locator("svg.ring");
    const plot = page.locator("svg.plot").first();
    const box = (await plot.boundingBox())!;
    const [left, right] = [46, 10]; // the margins of a plot
    const place = (delta: number) => box.x + left + ((delta + 4) / 8) * (box.width - left - right);
    const seen: { delta: number; mode: string | null; spin: string; clockwise: boolean }[] = [];
    const before = await outline(page, "spin");
    await page.mouse.move(place(1.5), box.y + 60);
    await page.mouse.down();
    for (const delta of [1.6, 2, 2.1, 2.18, 2.21, 2.3, 2.6]) {
      await page.mouse.move(place(delta), box.y + 60);
      const now = Number((((place(delta) - box.x - left) / (box.width - left - right)) * 8 - 4).toFixed(2));
      await page.waitForFunction(
        (value) =>
          Math.abs(Number((document.querySelector("#delta-number") as HTMLInputElement).value) - value) <
          0.02,
        now,
      );
      const exact = await page.locator("#delta-number").inputValue();
      await expectPoint(page, { delta: Number(exact) });
      const path = await outline(page, "spin");
      seen.push({
        delta: Number(exact),
        mode: await ring.getAttribute("data-mode"),
        spin: (await shown(page, "spinCurrent")) ?? "",
        clockwise: / 0 1 1 | 0 0 1 /.test(path.slice(0, path.indexOf("L"))),
      });
    }
    await page.mouse.up();
    for (const { delta, spin, clockwise } of seen) {
      expect(clockwise, `at ${delta}`).toBe(delta < 2.1972);
      expect(spin.startsWith("−"), `at ${delta}`).toBe(delta > 2.1972);
    }
    expect([...new Set(seen.map(({ mode }) => mode))]).toEqual(["clockwise", "parallel", "counterclockwise"]);
    expect(await outline(page, "spin")).not.toBe(before);
  });
});

describe("the address", () => {
  test("follows the sliders and brings the point back", async () => {
    await withExplorer("", async ({ page }) => {
      await slide(page, "delta", 2.5);
      await slide(page, "tr", 0.5);
      await page.waitForURL(/#delta=2\.5&h2=2&h3=1&flux=0&tl=2&tr=0\.5&gamma=0\.01&up=2$/);
      await page.reload();
      await expectPoint(page, { delta: 2.5, tr: 0.5 });
      expect(await page.locator("#tr-slider").inputValue()).toBe("0.5");
    });
  });

  test("is written however long the moves go on", async () => {
    await withExplorer("", async ({ page }) => {
      await expectPoint(page, {});
      await page.evaluate(async () => {
        const slider = document.querySelector<HTMLInputElement>("#tl-slider")!;
        for (let i = 0; !/tl=3\.\d/.test(location.hash); i++) {
          slider.value = String(3.1 + 0.1 * (i % 5));
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      });
    });
  });

  test("is written when the page is left", async () => {
    await withExplorer("", async ({ page }) => {
      await expectPoint(page, {});
      const change = 'document.querySelector("#tl-slider").value = "3"';
      const tell =
        'document.querySelector("#tl-slider").dispatchEvent(new Event("input", { bubbles: true }))';
      await page.evaluate(`${change}; ${tell}; location.href = "index.html"`); // before any timer
      await page.waitForURL(/index\.html$/);
      await page.goBack();
      await page.waitForURL(/explorer\.html#.*tl=3&/);
      await expectPoint(page, { tl: 3 });
    });
  });

  test("steps back over a preset at once, and not over every move of a slider", async () => {
    await withExplorer("#delta=0.5", async ({ page }) => {
      await expectPoint(page, { delta: 0.5 });
      const steps = () => page.evaluate(() => history.length);
      const before = await steps();
      for (const delta of [0.6, 0.7, 0.8]) {
        await slide(page, "delta", delta);
        await page.waitForURL(new RegExp(`#delta=${delta}&`));
      }
      expect(await steps()).toBe(before);
      const turn = await preset(page, "the turn");
      await turn.click();
      await expectPoint(page, { delta: 2.19 });
      expect(await turn.getAttribute("aria-pressed")).toBe("true");
      expect(await page.locator(".message").textContent()).toContain("the spin current is about to turn");
      await page.goBack();
      await expectPoint(page, { delta: 0.8 });
      await page.goForward();
      await expectPoint(page, { delta: 2.19 });
    });
  });

  test.each([
    ["#delta=99", "delta must be a number from -4 to 4, got 99"],
    ["#delta=%E0%A4%A", "is cut off or garbled"],
    ["#colour=red", 'no place for "colour"'],
  ])("that is %s gives one line and the defaults", async (fragment, message) => {
    await withExplorer(fragment, async ({ page, problems }) => {
      await expectPoint(page, {});
      expect(await page.locator(".message").textContent()).toContain(message);
      expect(problems).toEqual([]);
    });
  });

  test.each(["#main", "#delta-slider"])("that is a place on the page, %s, shows the page", async (place) => {
    await withExplorer(place, async ({ page, problems }) => {
      await expectPoint(page, {});
      await drawn(page);
      await page.locator(".skip").focus();
      await page.keyboard.press("Enter");
      await slide(page, "delta", 2.5);
      await page.waitForURL(/#delta=2\.5&/);
      expect(problems).toEqual([]);
    });
  });

  test("is copied by its button", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    await withExplorer(
      "#delta=-1.25",
      async ({ page }) => {
        await expectPoint(page, { delta: -1.25 });
        await page.getByRole("button", { name: "Copy link" }).click();
        await page.getByText("in the clipboard").waitFor();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
        expect(page.url()).toContain("#delta=-1.25&");
      },
      { permissions },
    );
  });
});

test("a number that is out of range or none is refused in one line, and the last one stays", async () => {
  await withExplorer("", async ({ page }) => {
    await expectPoint(page, {});
    await page.locator("#delta-number").fill("7");
    expect(await page.locator("#delta-number").getAttribute("aria-invalid")).toBe("true");
    await page.locator("#delta-number").press("Enter");
    expect(await page.locator(".message").textContent()).toBe("Δ must be a number from -4 to 4, got 7.");
    expect(await page.locator("#delta-number").inputValue()).toBe("1");
    await page.locator("#up-number").fill("2.5");
    await page.locator("#up-number").press("Enter");
    expect(await page.locator(".message").textContent()).toBe("M must be an integer from 0 to 4, got 2.5.");
    await expectPoint(page, {});
  });
});

test("what is being typed is left alone, however slowly, and what is no number is called that", async () => {
  await withExplorer("", async ({ page }) => {
    await expectPoint(page, {});
    const field = page.locator("#gamma-number");
    await field.fill("");
    for (const [i, stroke] of [..."1e-2"].entries()) {
      await page.keyboard.type(stroke);
      if (i === 0) await expectPoint(page, { gamma: 1 });
      // until the curves of what was typed so far are drawn
      else await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    }
    await expectPoint(page, { gamma: 0.01 });
    expect(await field.inputValue()).toBe("1e-2");
    await field.press("Enter");
    expect(await field.inputValue()).toBe("0.01");
    await page.locator("#h2-number").fill("3");
    await page.keyboard.type(".5"); // before the page has shown 3
    await page.keyboard.press("Enter");
    expect(await page.locator(".message").textContent()).toBe("h₂ must be a number from -3 to 3, got 3.5.");
    await page.locator("#tl-number").fill("");
    await page.keyboard.type("--");
    await page.keyboard.press("Enter");
    expect(await page.locator(".message").textContent()).toBe('TL must be a number from 0 to 4, got "--".');
    await page.locator("#tl-number").fill("");
    await page.keyboard.press("Enter");
    expect(await page.locator(".message").textContent()).toContain("got nothing");
    expect(await page.locator("#tl-number").inputValue()).toBe("2");
  });
});

test.each(["Chromium", "Firefox"] as const)("a decimal comma is a decimal point in %s", (browser) =>
  withReader(browser, fileUrl(bookFolder(), "explorer.html"), async ({ evaluate, until, problems }) => {
    const holds = (changes: Partial<Parameters>): Promise<void> =>
      until(
        "the page to show what was typed",
        (text: string) => document.querySelector(".ring")?.textContent?.includes(text) ?? false,
        `ju ${milliText(libraryAt(changes).heatCurrents[2])}`,
      );
    const type = (text: string): Promise<string> =>
      evaluate((typed: string) => {
        const field = document.querySelector<HTMLInputElement>("#delta-number")!;
        field.value = typed;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        const before = field.value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
        return `${before} ${field.value} ${field.getAttribute("aria-valuenow")}`;
      }, text);
    await holds({});
    expect(await type("2,345678")).toBe("2,345678 2.345678 2.345678"); // as typed until it is left
    await holds({ delta: 2.345678 });
    expect(await type("−1,5")).toBe("−1,5 -1.5 -1.5");
    await holds({ delta: -1.5 });
    expect(await type("1,2,3")).toBe("1,2,3 -1.5 -1.5");
    await until(
      "a refusal",
      (text: string) => document.querySelector(".message")?.textContent === text,
      'Δ must be a number from -4 to 4, got "1,2,3".',
    );
    expect(problems).toEqual([]);
  }),
);

test("every slider has at least 140 pixels, and nothing is wider than the screen, from 320 to 2560", async () => {
  const [rings] = GRAPH_PRESETS.map(({ parameters }) => parameters);
  for (const fragment of ["", addressOf(rings)])
    await withExplorer(fragment, async ({ page }) => {
      await page.locator(".knob").first().waitFor();
      for (const width of [320, 390, 480, 520, 768, 960, 961, 1024, 1255, 1280, 1330, 1350, 1600, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        const sliders = await page
          .locator(".knob input[type=range]")
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
        expect(sliders.length).toBeGreaterThan(7);
        for (const { width: slider, right } of sliders) {
          expect(slider, `at ${width}`).toBeGreaterThanOrEqual(140);
          expect(right, `at ${width}`).toBeLessThanOrEqual(width);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });
});

test("everything can be reached and used by keyboard alone, and nothing holds the focus", async () => {
  await withExplorer("", async ({ page }) => {
    await expectPoint(page, {});
    await page.getByText("Points to look at").focus();
    await page.keyboard.press("Enter");
    const reached = new Set<string>();
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || ""),
      );
    }
    const knobs = ["delta", "h2", "h3", "flux", "tl", "tr", "gamma", "up"];
    for (const knob of knobs) {
      expect(reached).toContain(`${knob}-slider`);
      expect(reached).toContain(`${knob}-number`);
    }
    for (const name of ["Copy link", "Download curves (CSV)", "h₂ = 1.2"]) expect(reached).toContain(name);
    expect([...reached].some((text) => text.startsWith("←"))).toBe(true); // beyond the explorer
    await page.locator("#delta-slider").focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    await expectPoint(page, { delta: 1.05 });
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await expectPoint(page, { delta: 1.04 });
    await page.getByRole("button", { name: "h₂ = 1.2" }).focus();
    await page.keyboard.press("Enter");
    await expectPoint(page, { h2: 1.2, h3: 0.6, delta: 1.31 });
  });
});

describe("states with a but", () => {
  test("without a unique steady state: why, no arrows, no numbers, levels still there", async () => {
    await withExplorer("#h2=0", async ({ page, problems }) => {
      await page.getByText("No unique steady state", { exact: true }).waitFor();
      expect(await page.locator(".advice").textContent()).toMatch(/exchange of sites 2 ↔ 4/);
      for (const arrow of ["upper", "lower", "left", "right", "spin"])
        expect(await outline(page, arrow)).toBe("");
      expect(await shown(page, "heatUpper")).toBe("–");
      await page.locator(".panels > .notes li").first().waitFor();
      expect(await page.locator(".panels > .notes").textContent()).toMatch(
        /No curve for Δ from −4\.00 to 4\.00/,
      );
      expect(await page.locator('[data-curve="heatUpper"]').getAttribute("d")).toBe("");
      expect(await page.locator('[data-curve="level1"]').first().getAttribute("d")).toMatch(/^M/);
      expect(await page.locator("body").textContent()).not.toContain("NaN");
      expect(problems).toEqual([]);
      await slide(page, "h2", 1);
      await expectPoint(page, { h2: 1 });
    });
  });

  test("with a negative probability: a warning at the point, a hatched band in the plots", async () => {
    await withExplorer("#gamma=1&delta=-3.5", async ({ page }) => {
      await page.getByText(/^Negative probability/).waitFor();
      await page.locator("rect.beyond").first().waitFor();
      expect(await page.locator("rect.beyond").count()).toBe(2 * 5);
      expect(await page.locator(".panels > .notes").textContent()).toMatch(/Hatched/);
      expect(await page.locator(".certificate").textContent()).toContain("⚠ a negative probability");
      await page
        .locator(".findings")
        .getByText(/ up to 5\.1 of their distance wide/)
        .waitFor();
      await slide(page, "delta", 0);
      await expectPoint(page, { gamma: 1, delta: 0 });
      expect(await page.getByText(/^Negative probability/).count()).toBe(0);
    });
  });

  test.each([
    ["#up=0", "a single state"],
    ["#up=4", "a single state"],
    ["#tl=1&tr=1", "thermal equilibrium"],
  ])("%s: says why nothing flows", async (fragment, reason) => {
    await withExplorer(fragment, async ({ page, problems }) => {
      await page.getByText("No heat flows", { exact: true }).waitFor();
      expect(await page.locator(".advice").textContent()).toContain(reason);
      expect(await outline(page, "spin")).toBe("");
      expect(await shown(page, "heatUpper")).toBe("0");
      expect(problems).toEqual([]);
    });
  });
});

test("the table that is downloaded holds the library's numbers for the shown parameters", async () => {
  await withExplorer("#h2=1.4&h3=0.7", async ({ page }) => {
    await drawn(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download curves (CSV)" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("spin-ring-curves.csv");
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString("utf8").trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("#")).join("\n")).toContain("h2 = 1.4");
    const [names, ...rows] = lines.filter((line) => !line.startsWith("#")).map((line) => line.split(","));
    expect(rows.length).toBe(401);
    for (const row of [rows[0], rows[200], rows[333]]) {
      const value = (name: string): number => Number(row[names.indexOf(name)]);
      const expected = libraryAt({ h2: 1.4, h3: 0.7, delta: value("interaction") });
      for (const [name, number] of [
        ["heatUpper", expected.heatCurrents[2]],
        ["spinCurrent", expected.spinCurrents[0]],
        ["ergotropy", expected.ergotropy],
        ["population2", expected.populations[1]],
      ] as const) {
        expect(Math.abs(value(name) - number), name).toBeLessThan(1e-8 * Math.abs(number));
      }
    }
  });
});

test("of many moves in a row the last one is drawn", async () => {
  let last: string | null = null;
  await withExplorer("#tl=2.95", async ({ page }) => {
    await drawn(page);
    last = await upperCurve(page).getAttribute("d");
  });
  await withExplorer("", async ({ page }) => {
    await drawn(page);
    for (let i = 0; i < 40; i++) await slide(page, "tl", 1 + i * 0.05);
    await expectPoint(page, { tl: 2.95 });
    await page.locator(`[data-curve="heatUpper"][d="${last}"]`).waitFor({ state: "attached" });
  });
});

test("without JavaScript there are the figures and a line that says what it would add", async () => {
  await withExplorer(
    "",
    async ({ page, problems }) => {
      expect(await page.locator("#explorer").textContent()).toContain("With JavaScript this page");
      expect(await page.locator("#explorer figure:has(svg)").count()).toBe(2);
      expect(problems).toEqual([]);
    },
    { javaScriptEnabled: false },
  );
});

describe("on a phone", () => {
  test("nothing is wider than the screen, the ring comes first, Δ stays under the thumb", async () => {
    await withExplorer(
      "#gamma=1&delta=-3.5",
      async ({ page }) => {
        await drawn(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          PHONE.width,
        );
        const ring = (await page.locator("svg.ring").boundingBox())!;
        const plot = (await page.locator("svg.plot").first().boundingBox())!;
        expect(ring.y + ring.height).toBeLessThan(PHONE.height);
        expect(ring.y).toBeLessThan(plot.y);
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        const slider = (await page.locator("#delta-slider").boundingBox())!;
        expect(slider.y + slider.height).toBeLessThanOrEqual(PHONE.height);
        expect(slider.y).toBeGreaterThan(PHONE.height - 100);
        expect(slider.height).toBeGreaterThan(30);
      },
      { viewport: PHONE, hasTouch: true },
    );
  });

  test("and on paper, which is as narrow, Δ has its place among the others and covers no plot, and nothing is dark", async () => {
    await withExplorer(
      "",
      async ({ page }) => {
        await drawn(page);
        await page.emulateMedia({ media: "print" });
        const place = async (knob: string) => (await page.locator(`[data-knob="${knob}"]`).boundingBox())!;
        const [delta, h2] = [await place("delta"), await place("h2")];
        expect(delta.y + delta.height).toBeLessThanOrEqual(h2.y);
        expect(delta.x).toBe(h2.x);
        const colours = () =>
          page
            .locator("svg.plot")
            .first()
            .evaluate((plot) =>
              [...plot.querySelectorAll("rect.mode, path.curve")].map((shape) => {
                const { fill, stroke } = getComputedStyle(shape);
                return `${fill} ${stroke}`;
              }),
            );
        const light = await colours();
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        expect(await colours()).toEqual(light);
      },
      { viewport: { width: 794, height: 1123 } },
    );
  });

  test("a finger that moves up or down over a plot scrolls, one that moves sideways sets Δ, and so does a tap", async () => {
    await withExplorer(
      "",
      async ({ page }) => {
        await drawn(page);
        const plot = page.locator("svg.plot").nth(1);
        await plot.scrollIntoViewIfNeeded();
        const delta = () => page.locator("#delta-number").inputValue();
        const touch = await page.context().newCDPSession(page);
        const swipe = async (dx: number, dy: number) => {
          const box = (await plot.boundingBox())!;
          const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
          const at = (part: number) => ({ touchPoints: [{ x: x + dx * part, y: y + dy * part }] });
          await touch.send("Input.dispatchTouchEvent", { type: "touchStart", ...at(0) });
          for (let i = 1; i <= 10; i++) {
            await touch.send("Input.dispatchTouchEvent", { type: "touchMove", ...at(i / 10) });
          }
          await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
        };
        const before = await page.evaluate(() => scrollY);
        await swipe(0, -150);
        await page.waitForFunction((y) => scrollY > y + 50, before);
        expect(await delta()).toBe("1");
        await plot.scrollIntoViewIfNeeded();
        await swipe(80, 0);
        await page.waitForFunction(
          () => Number((document.querySelector("#delta-number") as HTMLInputElement).value) > 1.5,
        );
        const box = (await plot.boundingBox())!;
        await page.touchscreen.tap(box.x + 60, box.y + 60);
        await page.waitForFunction(
          () => Number((document.querySelector("#delta-number") as HTMLInputElement).value) < -3,
        );
        await expectPoint(page, { delta: Number(await delta()) });
      },
      { viewport: PHONE, hasTouch: true, isMobile: true },
    );
  });
});

const [rings, spectator] = GRAPH_PRESETS.map(({ parameters }) => parameters);

/** Waits for the numbers of the library, and compares what flows along every bond and in every loop. */
async function expectGraph(page: Page, description: ModelDescription): Promise<void> {
  const { bondHeat = [], spinCurrents, bathHeat, loops = [] } = solveGraph(description).result as SolveResult;
  await page.locator(".graph-desk:not([aria-busy]) .baths", { hasText: milliText(bathHeat[0]) }).waitFor();
  const cells = (table: string, row: number) =>
    page.locator(`.graph-desk .${table} tbody tr`).nth(row).locator("td").allTextContents();
  for (const [b, heat] of bondHeat.entries())
    expect(await cells("bonds", b)).toEqual([milliText(heat), milliText(spinCurrents[b])]);
  for (const [i, { heat, spin, mode }] of loops.entries())
    expect(await cells("loops", i)).toEqual([milliText(heat), milliText(spin), mode]);
}

describe("a graph", () => {
  test("that a link carries is drawn and told, and its knobs turn it", async () => {
    await withExplorer(addressOf(rings), async ({ page, problems }) => {
      await expectGraph(page, rings);
      const desk = page.locator(".graph-desk");
      expect(await desk.locator("svg.graph path[transform]").count()).toBe(12); // heads of arrows
      expect(await desk.locator(".mode").textContent()).toBe("1–2–3 clockwise, 2–4–5 counterclockwise");
      expect(await page.locator("svg.ring").count()).toBe(0);
      const bonds = rings.bonds ?? [];
      await page.locator("#field-2-number").fill("0.5");
      const field = { ...rings, fields: [0, 0.5, 2, 0, -1.6] };
      await expectGraph(page, field);
      await page.getByLabel("chosen").selectOption("bond 4 → 5");
      await page.locator("#own-phase-number").fill("0.7");
      const phase = { ...field, bonds: bonds.map((bond, b) => (b === 4 ? { ...bond, phase: 0.7 } : bond)) };
      await expectGraph(page, phase);
      await slide(page, "interaction", 1.25);
      const interaction = { ...phase, bonds: phase.bonds.map((bond) => ({ ...bond, interaction: 1.25 })) };
      await expectGraph(page, interaction);
      await page.locator("#temperature-1-number").fill("1.5");
      await page.getByLabel("spins up").selectOption("3");
      const turned = {
        ...interaction,
        spinsUp: 3,
        baths: interaction.baths.map((bath, b) => (b === 0 ? { ...bath, temperature: 1.5 } : bath)),
      };
      await expectGraph(page, turned);
      const same = (address: string) =>
        expect(descriptionOf(address)).toEqual(JSON.parse(JSON.stringify(turned)));
      await page.waitForURL((url) => url.hash.includes("1.5") && url.hash.includes("spinsUp%22:3"));
      same(new URL(page.url()).hash);
      await page.reload();
      await expectGraph(page, turned);
      expect(problems).toEqual([]);
    });
  });

  test("is a step from the ring and back", async () => {
    await withExplorer("#delta=0.5", async ({ page, problems }) => {
      await expectPoint(page, { delta: 0.5 });
      const button = await preset(page, "spectator");
      await button.click();
      await expectGraph(page, spectator);
      expect(await button.getAttribute("aria-pressed")).toBe("true");
      await page.goBack();
      await expectPoint(page, { delta: 0.5 });
      expect(await button.getAttribute("aria-pressed")).toBe("false");
      await page.goForward();
      await expectGraph(page, spectator);
      expect(problems).toEqual([]);
    });
  });

  test("of all sectors, with phases and operators, opens from its link alone", async () => {
    const description: ModelDescription = {
      sites: 4,
      bonds: [
        { from: 1, to: 2, phase: 0.4 },
        { from: 2, to: 3, interaction: 1.5 },
        { from: 3, to: 1, exchange: -0.7 },
        { from: 3, to: 4 },
      ],
      fields: [0.3, 0, -0.2, 0.5],
      baths: [
        { site: 1, temperature: 2, operator: "x" },
        { site: 4, temperature: 1, operator: "y" },
      ],
      expectations: ["X1 X2"],
    };
    await withExplorer(addressOf(description), async ({ page, problems }) => {
      await expectGraph(page, description);
      expect(await page.locator(".graph-desk .state").textContent()).toContain("⟨X1 X2⟩");
      expect(problems).toEqual([]);
    });
  });

  test("without a steady state says why, and turns on", async () => {
    const even = { ...spectator, fields: [0, 2, 1, 0, 1, 0, 1] };
    await withExplorer(addressOf(even), async ({ page, problems }) => {
      await page.locator(".graph-desk .advice", { hasText: "exchange of sites 5 ↔ 7" }).waitFor();
      expect(await page.locator(".graph-desk .bonds").isVisible()).toBe(false);
      expect(await page.locator("body").textContent()).not.toContain("NaN");
      await page.locator("#field-5-number").fill("1.4");
      await expectGraph(page, { ...even, fields: [0, 2, 1, 0, 1.4, 0, 1] });
      expect(problems).toEqual([]);
    });
  });

  test("that a broken link carries gives one line and the ring", async () => {
    const two = { ...rings, flux: 1 };
    await withExplorer(addressOf(two), async ({ page, problems }) => {
      await expectPoint(page, {});
      expect(await page.locator(".message").textContent()).toContain(
        "flux must be left out where bonds are given",
      );
      expect(problems).toEqual([]);
    });
  });

  test.each(["no workers", "workers that die"])("is solved on the page where there are %s", async (how) => {
    await withExplorer("", async ({ page }) => {
      await page.addInitScript(
        how === "no workers" ? "delete globalThis.Worker" : "URL.createObjectURL = () => 'blob:null/nothing'",
      );
      await page.reload();
      await (await preset(page, "two rings")).click();
      await expectGraph(page, rings);
    });
  });

  test.each([
    ["light", undefined],
    ["dark", PHONE],
  ] as const)("%s: no serious finding, nothing wider than the screen", async (colorScheme, viewport) => {
    await withExplorer(
      addressOf(spectator),
      async ({ page }) => {
        await expectGraph(page, spectator);
        expect(await seriousFindings(page)).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
      },
      { colorScheme, ...(viewport ? { viewport } : {}) },
    );
  });
});

describe("curves and maps of any parameter", () => {
  const box = (page: Page, name: string) => page.locator(`.survey.${name}`);
  const opened = async (page: Page, name: string) => {
    await box(page, name).locator("summary").click();
    return box(page, name);
  };
  const finished = (page: Page, name: string) =>
    page.locator(`.survey.${name}[data-state="done"]`).waitFor({ state: "attached" });
  const told = (page: Page, key: string) => page.locator(`.survey [data-value="${key}"]`).textContent();
  const cell = (description: ModelDescription, key: "fromLeft" | "upper") => {
    const { bathHeat } = solveGraph(description).result as SolveResult;
    const { heatCurrents } = solve(description);
    return milliText(key === "upper" ? heatCurrents[2] : bathHeat[0]);
  };

  test("a ring of six and its sector are chosen, curves come of themselves, their numbers are the library's", async () => {
    await withExplorer("", async ({ page, problems }) => {
      await page.getByRole("combobox", { name: "Ring of" }).selectOption("6");
      const six = ringOf(6);
      await page.locator('.graph-desk [data-curve="heatUpper"][d^="M"]').waitFor({ state: "attached" });
      await finished(page, "curves");
      expect(await told(page, "heatUpper")).toBe(cell(six, "upper"));
      await page.getByLabel("spins up").selectOption("1");
      await page
        .locator('.survey [data-value="heatFromLeft"]', { hasText: cell({ ...six, spinsUp: 1 }, "fromLeft") })
        .waitFor();
      await page.waitForURL((url) => url.hash.includes("spinsUp%22:1"));
      await page.reload();
      expect(await page.getByRole("combobox", { name: "Ring of" }).inputValue()).toBe("6");
      await page.getByRole("combobox", { name: "Ring of" }).selectOption("4");
      await expectPoint(page, {});
      expect(problems).toEqual([]);
    });
  });

  test("equations lie over one another along a field, one that refuses says so, and a place that is pointed at is taken", async () => {
    await withExplorer("#delta=2.5", async ({ page, problems }) => {
      const curves = await opened(page, "curves");
      await curves.getByRole("combobox", { name: "against" }).selectOption("field-2");
      for (const name of ["secular", "local Lindblad"]) await curves.getByLabel(name).check();
      const paths = curves.locator("path.curve[data-curve]");
      await page.waitForFunction(
        () => document.querySelectorAll('.survey.curves path.curve[data-curve][d^="M"]').length === 9,
      );
      await finished(page, "curves");
      expect(await paths.count()).toBe(9);
      const here = descriptionAt({ ...DEFAULTS, delta: 2.5 });
      expect(await told(page, "heatFromLeft")).toBe(cell(here, "fromLeft"));
      expect(await told(page, "heatFromLeft@secular")).toBe(cell({ ...here, secular: "full" }, "fromLeft"));
      expect(await told(page, "heatFromLeft@local-lindblad")).toBe(
        cell({ ...here, equation: "local-lindblad" }, "fromLeft"),
      );
      expect(await curves.locator(".notes").textContent()).toMatch(
        /Redfield: no number at \d+ of 401 points: the steady state is not unique/,
      );
      const plot = curves.locator("svg.plot");
      const { width } = (await plot.boundingBox())!;
      await plot.click({ position: { x: 46 + 0.75 * (width - 56), y: 80 } });
      await expectPoint(page, { delta: 2.5, h2: 1.5 });
      expect(problems).toEqual([]);
    });
  });

  test("what the ring of the page has no knob for opens as a model of its own", async () => {
    await withExplorer("", async ({ page }) => {
      const curves = await opened(page, "curves");
      await curves.getByRole("combobox", { name: "against" }).selectOption("exchange");
      await finished(page, "curves");
      const plot = curves.locator("svg.plot");
      const { width } = (await plot.boundingBox())!;
      await plot.click({ position: { x: 46 + 0.875 * (width - 56), y: 80 } });
      await page.waitForURL((url) => url.hash.includes("exchange%22:1.5"));
      await page.locator(".graph-desk").waitFor();
      await page.goBack();
      await expectPoint(page, {});
    });
  });

  test("a map shows what the library says where it is clicked, and hatches what has to be doubted", async () => {
    await withExplorer("#gamma=0.2", async ({ page, problems }) => {
      const map = await opened(page, "over-two");
      const here = map.locator('[data-value="map-point"]');
      await here.filter({ hasText: "clockwise" }).waitFor();
      await finished(page, "over-two");
      expect(await map.locator("svg.map image").getAttribute("href")).toMatch(/^data:image\/png/);
      expect(await map.locator("svg.map path.strong").count()).toBe(1);
      await map.getByLabel("show").selectOption({ label: symbols("Heat currents: Q_L") });
      await map.getByRole("combobox", { name: /^up/ }).selectOption("temperature-2");
      await finished(page, "over-two");
      const plot = map.locator("svg.map");
      const { width, height } = (await plot.boundingBox())!;
      const at = (part: number, from: number, size: number) => from + part * size;
      await plot.click({
        position: { x: at(0.75, 46, width - 58), y: at(0.25, 24, height - 50) },
      });
      await page.waitForURL(/tr=(2\.[89]|3)/);
      const number = (knob: string) => page.locator(`#${knob}-number`).inputValue().then(Number);
      const point = { gamma: 0.2, delta: await number("delta"), tr: await number("tr") };
      expect(Math.abs(point.delta - 2)).toBeLessThan(0.05);
      await expectPoint(page, point);
      const { bathHeat } = libraryAt(point);
      await here.filter({ hasText: `${milliText(bathHeat[0])} 10⁻³ J²/ħ` }).waitFor();
      expect(problems).toEqual([]);
    });
  });

  test("a map that takes long is stopped, says so, and goes on", async () => {
    await withExplorer(addressOf(ringOf(8)), async ({ page, problems }) => {
      await page.locator(".graph-desk:not([aria-busy]) .baths td").first().waitFor();
      await opened(page, "over-two");
      await page.waitForFunction(() => {
        const map = document.querySelector<HTMLElement>(".survey.over-two");
        if (map?.dataset.state !== "running") return false;
        map.querySelector<HTMLElement>(".progress button")?.click();
        return true;
      });
      const status = page.locator(".over-two .progress");
      await status.filter({ hasText: /^Stopped at \d+ of 16641 points/ }).waitFor();
      await status.getByRole("button", { name: "Go on" }).click();
      await page.locator('.over-two[data-state="running"]').waitFor({ state: "attached" });
      expect(problems).toEqual([]);
    });
  });

  test.each(["Chromium", "Firefox"] as const)("in %s, from a file", (name) =>
    withReader(name, `${fileUrl(bookFolder(), "explorer.html")}${addressOf(ringOf(5))}`, async (reader) => {
      await reader.evaluate(
        () =>
          document.querySelectorAll<HTMLDetailsElement>(".survey").forEach((box) => {
            box.open = true;
          }),
        undefined,
      );
      await reader.until(
        "curves and map",
        (text) =>
          document.querySelector('.survey [data-value="heatUpper"]')?.textContent === text &&
          document.querySelector('[data-value="map-point"]')?.textContent === "parallel" &&
          document.querySelectorAll('.survey[data-state="done"]').length === 2,
        cell(ringOf(5), "upper"),
      );
      expect(reader.problems).toEqual([]);
    }),
  );

  test.each([
    ["light", undefined],
    ["dark", PHONE],
  ] as const)("%s: no serious finding, nothing wider than the screen", async (colorScheme, viewport) => {
    await withExplorer(
      "",
      async ({ page }) => {
        for (const name of ["curves", "over-two"]) {
          await opened(page, name);
          await finished(page, name);
        }
        expect(await seriousFindings(page)).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
      },
      { colorScheme, ...(viewport ? { viewport } : {}) },
    );
  });
});

test("a flux that is driven: amplitude and frequency turn it, what is shown are the means of the library, and back to rest", async () => {
  await withExplorer("#delta=2.19", async ({ page, problems }) => {
    await expectPoint(page, { delta: 2.19 });
    await page.getByRole("button", { name: "Drive the flux" }).click();
    const driven = (frequency: number, amplitude: number): ModelDescription => ({
      ...descriptionAt({ ...DEFAULTS, delta: 2.19 }),
      drive: { frequency, amplitude },
    });
    await expectGraph(page, driven(3, 0.5));
    expect(await page.locator(".graph-desk .scale").first().textContent()).toContain("mean over a period");
    await page.locator("#drive-amplitude-number").fill("1.2");
    await expectGraph(page, driven(3, 1.2));
    await page.locator("#drive-frequency-number").fill("4");
    await expectGraph(page, driven(4, 1.2));
    const { power = 0 } = solve(driven(4, 1.2));
    expect(await page.locator(".graph-desk .state").textContent()).toContain(numberText(power));
    await page.waitForURL((url) => url.hash.includes("drive"));
    await page.getByLabel("phases θ + A cos Ωt").uncheck();
    await expectGraph(page, descriptionAt({ ...DEFAULTS, delta: 2.19 }));
    expect(await page.locator("#drive-amplitude-number").count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe("a graph drawn by hand", () => {
  const described = (page: Page): ModelDescription =>
    descriptionOf(new URL(page.url()).hash) as ModelDescription;
  const written = (page: Page, holds: (description: ModelDescription) => boolean) =>
    page.waitForURL((url) => {
      const description = descriptionOf(url.hash);
      return description !== undefined && holds(description);
    });
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
  /** Until the numbers are those of the library for what the address says. */
  async function expectDescribed(page: Page): Promise<void> {
    const { bathHeat } = solveGraph(described(page)).result as SolveResult;
    await page.locator(".graph-desk:not([aria-busy]) .baths", { hasText: milliText(bathHeat[0]) }).waitFor();
  }
  type Place = readonly [across: number, up: number];
  /** Where a place of the canvas is on the screen. */
  async function onScreen(page: Page, [across, up]: Place): Promise<[number, number]> {
    const drawing = page.locator("svg.graph");
    await drawing.scrollIntoViewIfNeeded();
    const { x, y, unit } = await drawing.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const { width: w, height: h } = (element as unknown as SVGSVGElement).viewBox.baseVal;
      return { x: left + width / 2, y: top + height / 2, unit: (Math.min(width / w, height / h) * w) / 4.8 };
    });
    return [x + across * unit, y - up * unit];
  }
  const click = async (page: Page, place: Place) => page.mouse.click(...(await onScreen(page, place)));
  async function drag(page: Page, from: Place, to: Place): Promise<void> {
    await page.mouse.move(...(await onScreen(page, from)));
    await page.mouse.down();
    await page.mouse.move(...(await onScreen(page, to)), { steps: 4 });
    await page.mouse.up();
  }

  test("a click sets a site, a drag joins two or moves one, and all of it is undone", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    await withExplorer(
      "",
      async ({ page, problems }) => {
        await button(page, "Draw a graph").click();
        await page.locator("svg.graph.drawn").waitFor();
        const [left, right, top] = described(page).positions ?? [];
        expect(top).toBeUndefined();
        await click(page, [0, 1]);
        await written(page, ({ sites }) => sites === 3);
        await drag(page, right, [0, 1]);
        await written(page, ({ bonds }) => bonds?.length === 2);
        await drag(page, [0, 1], left);
        await written(page, ({ bonds }) => bonds?.length === 3);
        await expectDescribed(page);
        expect(await page.locator(".graph-desk .loops tbody tr").count()).toBe(1);
        await drag(page, [0, 1], [0.3, 0.7]);
        await written(page, ({ positions }) => (positions?.[2][0] ?? 0) > 0.2);
        await button(page, "Copy description (JSON)").click();
        await page.getByText("in the clipboard").waitFor();
        const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
        expect(copied).toEqual(described(page));
        for (let i = 0; i < 4; i++) await button(page, "Undo").click();
        await written(page, ({ sites }) => sites === 2);
        expect(await button(page, "Undo").isDisabled()).toBe(true);
        await expectDescribed(page);
        expect(problems).toEqual([]);
      },
      { permissions },
    );
  });

  test("a bond or a site that is clicked shows its values, which turn it, in any model", async () => {
    await withExplorer(addressOf(rings), async ({ page, problems }) => {
      await expectGraph(page, rings);
      const positions = openGraph(rings).model.positions ?? [];
      const { from, to } = (rings.bonds ?? [])[4];
      const [[ax, ay], [bx, by]] = [positions[from - 1], positions[to - 1]];
      await click(page, [(ax + bx) / 2, (ay + by) / 2]);
      await page.getByRole("group", { name: `Bond ${from} → ${to}` }).waitFor();
      await page.locator("#own-phase-number").fill("0.7");
      await expectGraph(page, {
        ...rings,
        bonds: rings.bonds?.map((bond, b) => (b === 4 ? { ...bond, phase: 0.7 } : bond)),
      });
      await click(page, positions[1]);
      await page.getByRole("group", { name: "Site 2" }).waitFor();
      await page.locator("#own-field-2-number").fill("0.5");
      await written(page, ({ fields }) => fields?.[1] === 0.5);
      await expectDescribed(page);
      expect(problems).toEqual([]);
    });
  });

  test("by keyboard alone: a site, its place, its bond, its bath, an operator, and away with it", async () => {
    await withExplorer(addressOf(ringOf(3)), async ({ page, problems }) => {
      await page.locator(".graph-desk:not([aria-busy]) .baths td").first().waitFor();
      const press = async (name: string) => {
        await button(page, name).focus();
        await page.keyboard.press("Enter");
      };
      const advice = (text: string) => page.locator(".graph-desk .advice", { hasText: text }).waitFor();
      await press("Add a site");
      await written(page, ({ sites }) => sites === 4);
      await advice("no exchange joins site 4 with a bath");
      await page.locator("#own-place-x-slider").focus();
      await page.keyboard.press("ArrowLeft");
      const [x] = described(page).positions?.[3] ?? [0];
      await written(page, ({ positions }) => positions?.[3][0] === Number((x - 0.05).toFixed(3)));
      await page.getByLabel("join with").selectOption("2");
      await written(page, ({ bonds }) => bonds?.length === 4);
      await expectDescribed(page);
      await page.getByLabel("chosen").selectOption("site 4");
      await press("Add a bath");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Add a bath");
      await written(page, ({ baths }) => baths.length === 3);
      await expectDescribed(page);
      await page.getByLabel("bath 3 couples by").selectOption("x");
      await written(page, ({ spinsUp }) => spinsUp === undefined);
      await expectDescribed(page);
      await press("Remove this site");
      await written(page, ({ sites, spinsUp, baths }) => sites === 3 && spinsUp === 1 && baths.length === 2);
      await expectDescribed(page);
      for (const site of [1, 2]) {
        await page.getByLabel("chosen").selectOption(`site ${site}`);
        await press("Remove bath 1");
      }
      await advice("There is no bath yet: choose a site and add one.");
      await page.locator("#own-field-2-number").fill("0,75");
      await written(page, ({ fields, baths }) => fields?.[1] === 0.75 && baths.length === 0);
      await page.reload();
      await advice("There is no bath yet");
      expect(await page.locator("#field-2-number").inputValue()).toBe("0.75");
      expect(problems).toEqual([]);
      await page.getByLabel("chosen").selectOption("site 2");
      expect(await seriousFindings(page)).toEqual([]);
    });
  });

  test("what cannot be drawn is refused in a line and leaves the graph as it is; knobs are taken back as well", async () => {
    const fixed = {
      ...BLANK,
      positions: [
        [-0.8, 0],
        [0.8, 0],
      ] as [number, number][],
    };
    await withExplorer(addressOf(fixed), async ({ page, problems }) => {
      await expectDescribed(page);
      const refused = (text: string) => page.locator(".message.complaint", { hasText: text }).waitFor();
      await page.getByLabel("chosen").selectOption("site 1");
      await page.locator("#own-place-x-number").fill("0,7");
      await refused("There is no room beside site 2: choose a place farther away.");
      expect(described(page)).toEqual(fixed);
      await page.locator("#own-field-1-number").fill("0.4");
      await page.locator("#own-field-1-number").fill("0.5");
      await button(page, "Remove this site").click();
      await page.getByLabel("chosen").selectOption("site 1");
      await button(page, "Remove this site").click();
      await refused("A drawing has at least one site.");
      await button(page, "Undo").click();
      await written(page, ({ sites, fields }) => sites === 2 && fields?.[0] === 0.5);
      await button(page, "Undo").click();
      await written(page, ({ fields }) => fields === undefined);
      expect(await button(page, "Undo").isDisabled()).toBe(true);
      for (let l = 3; l <= 13; l++) await button(page, "Add a site").click();
      await refused("A drawing has at most 12 sites: take one away first.");
      await page.getByLabel("chosen").selectOption("site 2");
      await page.getByLabel("bath 2 couples by").selectOption("x");
      await refused("4096 states");
      expect(await page.getByLabel("bath 2 couples by").inputValue()).toBe("z");
      await written(page, ({ sites, spinsUp }) => sites === 12 && spinsUp === 1);
      expect(problems).toEqual([]);
    });
  });

  test("in Firefox: a click and a drag make a bond", () =>
    withReader("Firefox", `${fileUrl(bookFolder(), "explorer.html")}${addressOf(BLANK)}`, async (reader) => {
      await reader.until("the graph", () => document.querySelector(".baths td") !== null, undefined);
      await reader.evaluate(() => {
        const draw = [...document.querySelectorAll<HTMLElement>(".graph-desk button")];
        draw.find(({ textContent }) => textContent === "Draw")?.click();
        const drawing = document.querySelector("svg.graph") as SVGSVGElement;
        drawing.setPointerCapture = () => {}; // no pointer of a hand
        const at = (type: string, across: number, up: number): void => {
          const { left, top, width, height } = drawing.getBoundingClientRect();
          const { width: w, height: h } = drawing.viewBox.baseVal;
          const unit = (Math.min(width / w, height / h) * w) / 4.8;
          const clientX = left + width / 2 + across * unit;
          const clientY = top + height / 2 - up * unit;
          drawing.dispatchEvent(new PointerEvent(type, { clientX, clientY, button: 0, pointerId: 1 }));
        };
        at("pointerdown", 0, 1);
        at("pointerup", 0, 1);
        at("pointerdown", 0, 1);
        at("pointermove", 0.4, 0.5);
        at("pointerup", 0.8, 0);
      }, undefined);
      await reader.until(
        "a bond",
        (title) => document.querySelector(".graph-title")?.textContent?.startsWith(title) ?? false,
        "3 spins with 2 bonds",
      );
      expect(reader.problems).toEqual([]);
    }));
});

describe("accessibility", () => {
  test.each([
    ["light", "", undefined],
    ["dark", "", undefined],
    ["light", "#h2=0", undefined],
    ["dark", "#gamma=1&delta=-3.5", undefined],
    ["light", "#delta=99", PHONE],
    ["dark", "#up=0", PHONE],
  ] as const)("%s %s has no serious finding", async (colorScheme, fragment, viewport) => {
    await withExplorer(
      fragment,
      async ({ page }) => {
        await page.locator("svg.plot[aria-label]").first().waitFor();
        expect(await seriousFindings(page)).toEqual([]);
      },
      { colorScheme, ...(viewport ? { viewport } : {}) },
    );
  });

  test("the point is told in words once the hand rests, with every plot described", async () => {
    await withExplorer("#delta=2.19", async ({ page }) => {
      const spoken = page.locator("[aria-live=polite].spoken");
      await page.locator(".spoken", { hasText: "heat flows parallel" }).waitFor({ state: "attached" });
      expect(await spoken.textContent()).toContain(
        `j_u ${milliText(libraryAt({ delta: 2.19 }).heatCurrents[2])}`,
      );
      await page.locator("svg.plot[aria-label]").nth(5).waitFor();
      expect(await page.locator("svg.plot[aria-label]").count()).toBe(6);
      await slide(page, "delta", 1.5);
      await page.locator(".spoken", { hasText: "heat flows clockwise" }).waitFor({ state: "attached" });
    });
  });
});

describe("a ring in a chapter", () => {
  const RINGS: [string, Partial<Parameters>, (keyof Parameters)[]][] = [
    ["04-current-modes", { delta: 2.19 }, ["delta"]],
    ["05-avoided-crossings", { delta: 1.33, h2: 1.2, h3: 0.6 }, ["delta", "h2", "h3"]],
    ["06-ergotropy", { delta: 2, tl: 2, tr: 1 }, ["delta", "tl", "tr"]],
  ];
  const at = (name: string): string => fileUrl(bookFolder(), `${name}.html`);
  /** Whether a ring shows the heat of the library. */
  const holds = async (page: Page, changes: Partial<Parameters>): Promise<void> => {
    const { heatCurrents, ergotropy } = libraryAt(changes);
    await page.locator("svg.ring", { hasText: `ju ${milliText(heatCurrents[2])}` }).waitFor();
    expect(await page.locator("svg.ring").textContent()).toContain(`jd ${milliText(heatCurrents[4])}`);
    const work = await page.locator(".embedded .reading").allTextContents();
    for (const each of work) expect(each).toContain(numberText(ergotropy));
  };

  test.each(RINGS)("%s: a picture until it is touched, then what its knobs say", (name, point, turns) =>
    withPage(at(name), async ({ page, problems, requests }) => {
      const figure = page.locator("figure.embedded");
      await holds(page, point);
      expect(requests.filter((url) => url.includes("ring.js"))).toEqual([]);
      const before = await figure.locator("svg.ring").innerHTML();
      await figure.locator("svg.ring").click();
      await page.waitForFunction(() => document.activeElement?.matches("figure.embedded input"));
      expect(await figure.locator("svg.ring").innerHTML()).toBe(before); // nothing jumps
      const knobs = await figure
        .locator("[data-knob]")
        .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.knob));
      expect(knobs).toEqual(turns);
      const last = turns[turns.length - 1];
      await figure.locator(`[data-knob=${last}] input[type=range]`).fill("1.5");
      await holds(page, { ...point, [last]: 1.5 });
      await figure.getByRole("link").click();
      await expectPoint(page, { ...point, [last]: 1.5 });
      expect(problems).toEqual([]);
    }),
  );

  test("on the front page turns in one drag of its slider from the first touch on, through Δ ≈ 2.19", () =>
    withPage(at("index"), async ({ page, problems, requests }) => {
      const figure = page.locator("figure.embedded");
      await holds(page, { delta: 2 });
      const slider = figure.locator("input[type=range]");
      await slider.scrollIntoViewIfNeeded();
      const box = await slider.boundingBox();
      if (!box) throw new Error("there is no slider");
      const placeOf = (delta: number): number => box.x + 8 + ((delta + 4) / 8) * (box.width - 16); // half a thumb
      const ring = (mode: string) => figure.locator(`svg.ring[data-mode="${mode}"]`);
      expect(requests.filter((url) => url.includes("ring.js"))).toEqual([]);
      await page.mouse.move(placeOf(2), box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(placeOf(2.1), box.y + box.height / 2);
      await page.waitForFunction(() => "turnRing" in window);
      await page.mouse.move(placeOf(2.5), box.y + box.height / 2, { steps: 5 });
      await ring("counterclockwise").waitFor(); // while it is held
      await page.mouse.move(placeOf(2), box.y + box.height / 2, { steps: 5 });
      await ring("clockwise").waitFor();
      await page.mouse.move(placeOf(2.5), box.y + box.height / 2, { steps: 5 });
      await page.mouse.up();
      await ring("counterclockwise").waitFor();
      const at = Number(await figure.locator('input[id$="-number"]').inputValue());
      expect(Math.abs(at - 2.5)).toBeLessThan(0.1);
      await holds(page, { delta: at });
      await page.keyboard.press("ArrowRight");
      await holds(page, { delta: Number((at + 0.01).toFixed(2)) });
      expect(problems).toEqual([]);
    }));

  test("needs no mouse, has no serious barrier, fits a phone, and refuses a number in words", () =>
    withPage(
      at("06-ergotropy"),
      async ({ page, problems }) => {
        const figure = page.locator("figure.embedded");
        const slider = figure.getByRole("slider", { name: "Δ" });
        await slider.focus();
        await page.keyboard.press("ArrowRight");
        await holds(page, { delta: 2.01 });
        expect(await slider.evaluate((each) => each === document.activeElement)).toBe(true);
        await figure
          .locator(".spoken", { hasText: "Δ = 2.01 J: heat flows clockwise" })
          .waitFor({ state: "attached" });
        const field = figure.locator("[data-knob=tl] [role=spinbutton]");
        await field.fill("9");
        await field.press("Enter");
        expect(await figure.locator(".complaint").innerText()).toBe(
          "TL must be a number from 0 to 4, got 9.",
        );
        await holds(page, { delta: 2.01 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
        expect(problems).toEqual([]);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await seriousFindings(page, [".picture svg > *"])).toEqual([]);
        }
      },
      { viewport: PHONE },
    ));

  test("is a picture with its link without JavaScript, and says so if its script is missing", async () => {
    await withPage(
      at("04-current-modes"),
      async ({ page }) => {
        await holds(page, { delta: 2.19 });
        expect(await page.locator("figure.embedded input:visible").count()).toBe(0);
        expect(await page.locator("figure.embedded a").getAttribute("href")).toMatch(
          /^explorer.html#delta=2.19&/,
        );
      },
      { javaScriptEnabled: false },
    );
    await withPage(`${await serve(bookFolder())}04-current-modes.html`, async ({ page }) => {
      await page.route("**/ring.js", (route) => route.abort());
      await page.locator("figure.embedded input[type=range]").fill("2.3");
      await page.locator("figure.embedded [role=status]", { hasText: "ring.js cannot be loaded" }).waitFor();
    });
  });

  test("turns in Firefox as well", () =>
    withReader("Firefox", at("04-current-modes"), async ({ until, problems }) => {
      const slide = (text: string): boolean => {
        const slider = document.querySelector<HTMLInputElement>("figure.embedded input[type=range]");
        if (slider && slider.value !== "2.3") {
          slider.value = "2.3";
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        return document.querySelector("svg.ring")?.textContent?.includes(text) ?? false;
      };
      await until("the ring to turn", slide, milliText(libraryAt({ delta: 2.3 }).heatCurrents[2]));
      expect(problems).toEqual([]);
    }));
});
