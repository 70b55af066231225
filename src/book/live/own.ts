// What a page brings along only when a reader makes something of it: the compiler's end, links that carry a cell, and the
// notebook as it stands there.
import { type Compiler, startCompiler } from "./compile-client";
import { takenFrom } from "./graph";
import type { Finding, LiveCell, OpenEditor, Report } from "./messages";
import { addOutput, cellOfLink, linkTo, type StoredOutput, withEdits } from "./own-work";

/** What it leaves for the page. */
export interface Own {
  readonly cellOfLink: typeof cellOfLink;
  readonly compileEdited: typeof compileEdited;
  readonly copyLink: typeof copyLink;
  readonly download: typeof download;
  readonly edit: typeof edit;
  readonly startCompiler: typeof startCompiler;
}

/** A cell as it stands on the page. */
interface OwnCell {
  readonly number: number;
  readonly text: string;
  readonly edited: boolean;
  readonly reports: readonly Report[] | undefined;
  readonly says: HTMLElement;
  compiledText: string | undefined;
  begin(): void;
  print(text: string, kind: string): void;
  set(state: "failed", says: string): void;
  edit(open: OpenEditor, hooks: Parameters<OpenEditor>[2]): void;
  leave(): void;
  change(text: string): void;
  readonly run: HTMLElement;
  readonly section: HTMLElement;
}

/** Opens an editor in a cell, and starts the compiler. */
function edit<C extends OwnCell>(
  cell: C,
  cells: readonly C[],
  open: OpenEditor,
  { ask, keep, compiler }: { ask(cell: C): unknown; keep(cell: C): void; compiler: () => Promise<Compiler> },
): void {
  void compiler().catch((error: Error) => {
    cell.says.textContent = error.message;
  });
  const { number } = cell;
  cell.edit(open, {
    label: `Cell ${number}`,
    run(on) {
      void ask(cell);
      const next = cells[cells.indexOf(cell) + 1];
      if (!on || !next) return;
      cell.leave();
      next.run.focus();
      next.section.scrollIntoView({ block: "nearest" });
    },
    leave: () => cell.leave(),
    changed(text) {
      cell.change(text);
      keep(cell);
    },
    complete: async (text, position) => (await compiler()).complete(number, text, position),
    inspect: async (text, position) => (await compiler()).inspect(number, text, position),
    findings: async (text) => (await compiler()).check(number, text),
  });
}

/** Compiles the cells that have changed since; false if that is not possible for the one that is wanted. */
async function compileEdited(
  cells: readonly OwnCell[],
  compiled: LiveCell[],
  wanted: OwnCell,
  compiler: () => Promise<Compiler>,
): Promise<boolean> {
  let fine = true;
  for (const [place, cell] of cells.entries()) {
    if (cell.text === cell.compiledText) continue;
    cell.says.textContent = "compiling …";
    const { text, number } = cell;
    const outcome = await (await compiler()).compile(number, text);
    const findings = "code" in outcome ? trespasses(cells, compiled, outcome, place, text) : outcome;
    if ("code" in outcome && findings.length === 0) {
      compiled[place] = outcome;
      cell.compiledText = text;
      cell.says.textContent = "";
      continue;
    }
    cell.begin();
    for (const { line, message } of findings)
      cell.print(`TypeScript: Cell ${number}, line ${line}: ${message}\n`, "failed");
    cell.set("failed", "not run");
    if (cell === wanted) fine = false;
  }
  return fine;
}

/** On a page a name belongs to one cell, so that what a cell means does not hang on the order of clicks. */
function trespasses(
  cells: readonly OwnCell[],
  compiled: readonly LiveCell[],
  names: LiveCell,
  place: number,
  text: string,
): Finding[] {
  return takenFrom(compiled, names, place).map(({ name, owner }) => {
    const line = text.split("\n").findIndex((each) => new RegExp(`\\b${name}\\b`).test(each)) + 1;
    const message = `${name} belongs to cell ${cells[owner].number}, and on this page to it alone: take another name, or change that cell`;
    return { line, column: 1, message };
  });
}

async function copyLink({ number, text, says }: OwnCell): Promise<void> {
  const address = location.href.replace(/#.*$/, "") + (await linkTo(number, text));
  try {
    await navigator.clipboard.writeText(address);
    says.textContent = "the link is copied: it opens this cell as it stands";
  } catch {
    location.hash = address.slice(address.indexOf("#"));
    says.textContent = "the address of this page now opens this cell as it stands";
  }
}

/** The notebook as it stands here, with what its cells showed. */
function download(notebook: Parameters<typeof withEdits>[0], name: string, cells: readonly OwnCell[]): void {
  const own = cells.filter(({ edited, reports }) => edited || reports);
  const edits = own.map(({ number, text, reports }) => {
    const outputs: StoredOutput[] = [];
    for (const report of reports ?? []) addOutput(outputs, report);
    return [number, { text, outputs: reports && outputs }] as const;
  });
  const made = withEdits(notebook, new Map(edits));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(made, null, 1)], { type: "application/x-ipynb+json" }),
  );
  link.download = `${name}.ipynb`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const own: Own = {
  cellOfLink: cellOfLink,
  compileEdited: compileEdited,
  copyLink: copyLink,
  download: download,
  edit: edit,
  startCompiler: startCompiler,
};
Object.assign(window, { liveOwn: own });
