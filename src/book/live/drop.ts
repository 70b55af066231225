// The scratch page takes a notebook of the reader's, chosen or dropped: its cells stand in place of the free ones and wait to be
// asked. What shows it comes with the first one.
import type { Notebook } from "../../runner/notebook";
import { made } from "./controls";
import { isCode, type OpenedNotebook } from "./messages";
import type { openNotebook } from "./open-notebook";

/** More than a page shows without strain. */
const MOST_BYTES = 20_000_000;

const shared = window as unknown as {
  openNotebook?: typeof openNotebook;
  liveOpened?: OpenedNotebook;
  liveNotebook?: Notebook;
  /** ends the cells that are here; false if the reader would lose something */
  readonly liveEnd?: () => boolean;
  /** brings figures to life, from book.js */
  readonly awaken?: (within: ParentNode) => void;
};

const main = document.querySelector("main") as HTMLElement;
const field = made("input", { type: "file", accept: ".ipynb,application/json" });
const says = made("span", { className: "says" });
says.setAttribute("role", "status");
main.prepend(
  made(
    "p",
    { className: "opener" },
    made("label", {}, "Open a notebook, or drop it on this page: ", field),
    says,
  ),
);

function load(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const lost = new Error(`assets/${name}.js cannot be loaded: is the whole folder of the book here?`);
    const script = made("script", {
      src: `assets/${name}.js`,
      onload: () => resolve(),
      onerror: () => reject(lost),
    });
    document.head.append(script);
  });
}

async function open(file: File): Promise<void> {
  const { name, size } = file;
  says.textContent = `opening ${name} …`;
  try {
    if (size > MOST_BYTES) {
      const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
      throw new Error(
        `${name}: has ${megabytes(size)}, and a page opens up to ${megabytes(MOST_BYTES)}: clear its outputs in Jupyter`,
      );
    }
    const text = await file.text().catch(() => {
      throw new Error(`${name}: cannot be read`);
    });
    if (!shared.openNotebook) await load("opened");
    if (!shared.openNotebook) throw new Error("there is nothing here that opens notebooks");
    const { title, html, notebook, key } = shared.openNotebook(text, name);
    if (shared.liveEnd?.() === false)
      throw new Error(
        "this browser has not kept what you wrote here: download it, and open the notebook then",
      );
    put(html);
    document.title = `${title} – spin-ring`;
    shared.liveNotebook = notebook;
    shared.liveOpened = { name: name.replace(/\.ipynb$/, ""), key };
    await load("live"); // anew, with these cells
    const some = notebook.cells.some(isCode)
      ? ", somebody else's: read a cell before you run it"
      : ": it has no code";
    says.textContent = `${name}${some}`;
  } catch (error) {
    says.textContent = (error as Error).message;
  }
}

/** Puts cells in place of those that are here. */
function put(html: string): void {
  for (const each of main.querySelectorAll(":scope > section, :scope > .download, :scope > .bar"))
    each.remove();
  const template = made("template", { innerHTML: html });
  main.querySelector(".steps")?.before(template.content, made("p", { className: "download" }));
  shared.awaken?.(main);
}

field.addEventListener("change", () => {
  const file = field.files?.[0];
  field.value = ""; // the same one may come again
  if (file) void open(file);
});
const brings = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;
addEventListener("dragover", (event) => {
  if (brings(event)) event.preventDefault();
});
addEventListener("drop", (event) => {
  if (!brings(event)) return; // a text, into an editor
  event.preventDefault();
  const files = event.dataTransfer?.files;
  if (files?.length === 1) void open(files[0]);
  else says.textContent = "one notebook at a time";
});
