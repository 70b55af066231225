// The book of this repository's notebooks, built once for all tests in browsers, by the command that readers have.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    book: string;
  }
}

export default function buildBook(project: TestProject): () => void {
  const dist = join(__dirname, "..", "..", "dist");
  mkdirSync(join(dist, "test-browser"), { recursive: true });
  const scratch = mkdtempSync(join(dist, "test-browser", "book-"));
  const folder = join(scratch, "book");
  execFileSync(process.execPath, [join(dist, "cli", "main.js"), "book", "--out", folder]);
  project.provide("book", folder);
  return () => rmSync(scratch, { recursive: true, force: true });
}
