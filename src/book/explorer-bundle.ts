// The explorer's page of the book: one script, bundled from src/book/explorer with the solver in it, and what stands in
// its place without JavaScript. Rings in the chapters have a smaller one.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browserBundle } from "./browser-bundle";
import type { DrawRing } from "./render";

const source = join(__dirname, "..", "..", "src", "book", "explorer");

/** Writes the script of the explorer, which is that of its workers as well, into the folder of the book. */
export async function writeExplorerScript(folder: string, packages: Set<string>): Promise<void> {
  mkdirSync(join(folder, "assets"), { recursive: true });
  const code = await browserBundle(join(source, "explorer.ts"), packages);
  // a page that is a file may not read its own script: a function can be asked for its text
  const script = `function explorerScript() {\n${code}}\nexplorerScript();\n`;
  writeFileSync(join(folder, "assets", "explorer.js"), script);
}

/** The script of the rings in chapters, which draws their pictures here as well; its packages are those of the explorer. */
export async function ringScript(): Promise<{ readonly text: string; readonly draw: DrawRing }> {
  const { JSDOM } = require("jsdom") as typeof import("jsdom");
  const text = await browserBundle(join(source, "embedded-ring.ts"), new Set());
  const { window } = new JSDOM("", { runScripts: "outside-only" });
  window.eval(text);
  return { text, draw: (window as unknown as { ringPicture: DrawRing }).ringPicture };
}

/** The body of the page; `figures` stand there until the script runs. */
export function explorerBody(figures: readonly string[]): string {
  const pictures = figures.map((svg) => `<figure class="figure"><div class="picture">${svg}</div></figure>`);
  return `<h1>Explorer</h1>
<div id="explorer">
<p>With JavaScript this page solves the ring in your browser: seven sliders, the ring with its currents, and all curves against the interaction, computed anew while you drag. Without it, here are the ring and its currents as the paper has them.</p>
${pictures.join("\n")}
</div>
<script src="assets/explorer.js"></script>`;
}
