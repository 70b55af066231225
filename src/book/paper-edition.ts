// The book on paper: the page that has it all and the replication report as PDF, printed by a Chromium.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * Prints whole.html and report.html of a book beside themselves; returns what was written.
 *
 * @throws one line where there is no Chromium
 */
export async function printBook(folder: string): Promise<string[]> {
  const { CHROMIUM } = process.env;
  const executablePath = CHROMIUM ?? USUAL.find((place) => existsSync(place));
  if (executablePath === undefined || !existsSync(executablePath))
    throw new Error(
      `printing the book needs Chromium or Chrome, got ${CHROMIUM ?? "none in the usual places"}: install it, or name it in CHROMIUM`,
    );
  const { default: puppeteer } = await import("puppeteer-core");
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []; // which root cannot have
  const browser = await puppeteer.launch({ executablePath, args });
  try {
    const written: string[] = [];
    for (const name of ["whole", "report"]) {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(resolve(folder, `${name}.html`)).href, { timeout: 120_000 });
      const path = join(folder, `${name}.pdf`);
      await page.pdf({
        path,
        format: "A4",
        margin: { top: "18mm", bottom: "18mm", left: "16mm", right: "16mm" },
        displayHeaderFooter: true,
        headerTemplate: "<span></span>",
        footerTemplate:
          '<div style="font-size: 8px; width: 100%; text-align: center"><span class="pageNumber"></span></div>',
        outline: true,
        timeout: 300_000,
      });
      written.push(path);
      await page.close();
    }
    return written;
  } finally {
    await browser.close();
  }
}
