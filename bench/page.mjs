// How long a reader of the book waits in Chromium: for the first result of chapter 4 after the click, for the first
// completion after the first edit, and for the explorer's curves after an input. Seconds, of pages opened anew.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path && existsSync(path),
);
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

/** Medians in seconds; undefined where there is no Chromium. */
export async function pageSeconds(rounds = 5) {
  if (!executablePath) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "spin-ring-book-"));
  const book = join(folder, "book");
  execFileSync(process.execPath, [join(root, "dist", "cli", "main.js"), "book", "--out", book]);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const opened = async (name, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(book, name)).href);
    const seconds = await use(page);
    await context.close();
    return seconds;
  };
  try {
    const [results, completions] = [[], []];
    for (let i = 0; i < rounds; i++) {
      results.push(await opened("04-current-modes.html", firstResult));
      completions.push(await opened("04-current-modes.html", firstCompletion));
    }
    const curves = await opened("explorer.html", curvesAfterInput);
    return { firstResult: median(results), firstCompletion: median(completions), curves };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

const firstResult = (page) =>
  page.evaluate(async () => {
    const cell = document.querySelector('[data-cell="1"]');
    const start = performance.now();
    cell.querySelector("[data-run]").click();
    while (cell.dataset.state !== "fresh") await new Promise(requestAnimationFrame);
    return (performance.now() - start) / 1000;
  });

async function firstCompletion(page) {
  const cell = page.locator('[data-cell="1"]');
  const start = performance.now();
  await cell.locator("[data-edit]").click(); // the code is folded
  await cell.locator(".cm-content").waitFor();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nsteady");
  await page.locator(".cm-tooltip-autocomplete", { hasText: "steadyState" }).waitFor();
  return (performance.now() - start) / 1000;
}

/** From an input of the slider Δ to all curves drawn anew, the median of many. */
async function curvesAfterInput(page) {
  await page.locator('[data-curve="heatUpper"][d^="M"]').waitFor({ state: "attached" });
  return page.evaluate(async () => {
    const slider = document.querySelector("#tl-slider");
    const curve = document.querySelector('[data-curve="heatUpper"]');
    const times = [];
    for (let i = 0; i < 120; i++) {
      const drawn = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve(performance.now());
        });
        observer.observe(curve, { attributes: true, attributeFilter: ["d"] });
      });
      const start = performance.now();
      if (i % 60 < 30) slider.stepUp();
      else slider.stepDown();
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      times.push((await drawn) - start);
      await new Promise(requestAnimationFrame);
    }
    return times.slice(20).sort((a, b) => a - b)[50] / 1000;
  });
}
