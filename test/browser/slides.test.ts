// The chapters as slides, from a folder.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bookFolder, fileUrl, seriousFindings, withPage } from "./helper";

const folder = bookFolder();
const shows = readdirSync(folder).filter((name) => name.endsWith(".slides.html"));

describe.each(shows)("%s", (name) => {
  test("no slide holds more than the wall does, and none has exercises or checks", () =>
    withPage(fileUrl(folder, name), async ({ page, problems }) => {
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.locator("section.present").waitFor();
      const slides = await page.locator(".slides > section").count();
      expect(slides).toBeGreaterThan(4);
      for (let k = 1; k <= slides; k++) {
        const beyond = await page.evaluate(() => {
          const slide = document.querySelector("section.present") as HTMLElement;
          const wall = slide.getBoundingClientRect();
          const place = slide.querySelector(".place") as HTMLElement;
          return [...slide.querySelectorAll(":scope > :not(.place), .picture, figcaption, table, li")]
            .map((each) => ({ each, ...each.getBoundingClientRect().toJSON() }))
            .filter(
              ({ bottom, right }) => bottom > place.getBoundingClientRect().top + 1 || right > wall.right + 1,
            )
            .map(({ each }) => `${each.tagName}: ${each.textContent?.slice(0, 60)}`);
        });
        expect(beyond, `slide ${k}`).toEqual([]);
        expect(await page.locator("section.present :is(h1, h2)").textContent()).not.toMatch(
          /^(Exercises|Checks)/,
        );
        await page.keyboard.press("ArrowRight");
      }
      expect(problems).toEqual([]);
    }));
});

test("space and arrows lead through them, the address names the slide, and there is no serious barrier", () =>
  withPage(fileUrl(folder, "04-current-modes.slides.html"), async ({ page }) => {
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/#\/2$/);
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL(/#\/1$/);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFindings(page, [".picture svg > *"]), colorScheme).toEqual([]);
    }
  }));

test("every figure of a chapter is on one of its slides, and each slide leads into the chapter", () =>
  withPage(fileUrl(folder, "06-ergotropy.slides.html"), async ({ page }) => {
    const figures = await page.locator("figure").count();
    const places = await page
      .locator(".place a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") as string));
    expect(places.every((place) => place.startsWith("06-ergotropy.html"))).toBe(true);
    await page.goto(fileUrl(folder, "06-ergotropy.html"));
    expect(await page.locator("figure").count()).toBe(figures);
    for (const place of places.filter((each) => each.includes("#")))
      expect(
        await page.evaluate(
          (id) => document.getElementById(decodeURIComponent(id)) ?? document.getElementById(id),
          place.split("#")[1],
        ),
        place,
      ).not.toBeNull();
  }));
