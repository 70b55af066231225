// The book in a real browser.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bookFolder, fileUrl, serve, withPage } from "./helper";

const pages = readdirSync(bookFolder()).filter((name) => name.endsWith(".html"));

describe.each(pages)("%s", (name) => {
  test.each(["file", "server"])(
    "opens from a %s without an error and asks for its own files alone",
    async (how) => {
      const base = how === "file" ? fileUrl(bookFolder(), "") : await serve(bookFolder());
      await withPage(`${base.replace(/\/?$/, "/")}${name}`, async ({ page, problems, requests }) => {
        await page.waitForLoadState("networkidle");
        expect(problems).toEqual([]);
        expect(requests.filter((url) => !url.startsWith(base) && !url.startsWith("data:"))).toEqual([]);
      });
    },
  );
});
