// The book as one page and the replication report: nothing is lost, and nothing leads nowhere.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parametersOf } from "../../src/book/explorer/address";
import { viewOf } from "../../src/book/explorer/views";
import { renderChapter } from "../../src/book/render";
import { abstractOf, reportBody, reportMetadata } from "../../src/book/report";
import { TEACHING } from "../../src/book/teaching";
import { wholeBook } from "../../src/book/whole";
import { parseLedger } from "../../src/paper/ledger";
import { readNotebook } from "../../src/runner/ipynb";

const root = join(__dirname, "..", "..");
const notebooks = join(root, "notebooks");
const chapters = readdirSync(notebooks)
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) =>
    renderChapter(file.slice(0, -".ipynb".length), readNotebook(join(notebooks, file)), notebooks),
  );
const claims = parseLedger(readFileSync(join(root, "data", "claims.json"), "utf8"));
const found = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, name]) => name);

test("on the page that has the whole book every name is there once, and every link within it has its end", () => {
  const html = wholeBook(chapters);
  expect(html).not.toContain("<script");
  const ids = found(html, /\sid="([^"]+)"/g);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  const there = new Set(ids);
  const links = found(html, /\s(?:xlink:)?href="#([^"]+)"/g);
  expect(links.length).toBeGreaterThan(2 * chapters.length);
  const used = [...links, ...found(html, /url\(#([^)]+)\)/g)];
  expect(used.filter((id) => !there.has(id))).toEqual([]);
  const away = found(html, /\shref="([\w-]+)\.html/g);
  expect(away.filter((name) => chapters.some((chapter) => chapter.name === name))).toEqual([]);
});

test("what lecturers are sent to is in the book, and a point of the explorer is one that it opens", () => {
  const { html } = renderChapter("lecturers", TEACHING);
  const links = [...html.matchAll(/\shref="([\w-]+)\.html(?:#([^"]*))?"/g)];
  const own = ["explorer", "scratch", "report", "whole"];
  const pages = new Set([...chapters.map(({ name }) => name), ...own]);
  expect(links.map(([, name]) => name).filter((name) => !pages.has(name))).toEqual([]);
  const points = links.flatMap(([, name, point]) => (name === "explorer" ? [point] : []));
  expect(points.length).toBeGreaterThan(4);
  for (const point of points) {
    const fragment = `#${point.replaceAll("&amp;", "&")}`;
    expect(() => parametersOf(viewOf(fragment).rest), fragment).not.toThrow();
  }
});

test("the report tells every claim, and of those that do not hold to the letter what was found", () => {
  const html = reportBody(chapters, claims);
  for (const { id, verdict } of claims) {
    expect(html).toContain(`<tr><td>${id}</td>`);
    if (verdict !== "replicated") expect(html).toContain(`<strong>${id}, ${verdict}.</strong>`);
  }
  const ids = new Set(found(html, /\sid="([^"]+)"/g));
  expect(found(html, /\shref="#([^"]+)"/g).filter((id) => !ids.has(id))).toEqual([]);
});

test("a claim that changes its verdict changes the report and what ReScience is told", () => {
  const [first, ...rest] = claims;
  const refuted = [{ ...first, verdict: "not" as const, note: "it was otherwise" }, ...rest];
  expect(reportBody(chapters, refuted)).toContain("it was otherwise");
  expect(abstractOf(refuted)).not.toBe(abstractOf(claims));
  expect(reportMetadata(refuted)).toContain(JSON.stringify(abstractOf(refuted)));
});
