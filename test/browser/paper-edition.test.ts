// What Chromium prints of a book.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { printBook } from "../../src/book/paper-edition";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spin-ring-paper-"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("is the page that has it all and the report, with links that lead within", async () => {
  for (const name of ["whole", "report"])
    writeFileSync(
      join(folder, `${name}.html`),
      '<h1>One</h1><p><a href="#end">to the end</a></p><h2 id="end">End</h2>',
    );
  const written = await printBook(folder);
  expect(written).toEqual(["whole", "report"].map((name) => join(folder, `${name}.pdf`)));
  for (const path of written) {
    const pdf = readFileSync(path, "latin1");
    expect(pdf).toMatch(/^%PDF-/);
    expect(pdf).toMatch(/\/Outlines/); // the contents beside the pages
    expect(pdf).toMatch(/\/Subtype \/Link[^>]*\/Dest/s);
  }
});

test("needs a Chromium, and says so in one line", async () => {
  vi.stubEnv("CHROMIUM", "/nowhere/chromium");
  await expect(printBook(folder)).rejects.toThrow(
    /^printing the book needs Chromium or Chrome, got \/nowhere\/chromium: install it, or name it in CHROMIUM$/,
  );
});
