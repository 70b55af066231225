// The editor of a cell: CodeMirror, with what the compiler knows of the cell as it stands.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter } from "@codemirror/lint";
import { Prec } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import type { EditorHooks, OpenEditor } from "./messages";

const open: OpenEditor = (parent, text, hooks) => {
  const view = new EditorView({
    doc: text,
    parent,
    extensions: [
      Prec.highest(
        keymap.of([
          { key: "Shift-Enter", run: () => does(() => hooks.run(true)) },
          { key: "Mod-Enter", run: () => does(() => hooks.run(false)) },
        ]),
      ),
      basicSetup,
      EditorView.lineWrapping,
      // first it closes a list of completions
      Prec.lowest(keymap.of([{ key: "Escape", run: () => does(hooks.leave) }])),
      javascript({ typescript: true }),
      syntaxHighlighting(classHighlighter),
      autocompletion({ override: [(context) => completions(context, hooks)] }),
      linter((each) => diagnostics(each, hooks), { delay: 400 }),
      hoverTooltip(async (each, position) => {
        const words = await hooks.inspect(each.state.doc.toString(), position);
        if (!words) return null;
        return {
          pos: position,
          create() {
            const dom = document.createElement("div");
            dom.className = "hover";
            dom.textContent = words;
            return { dom };
          },
        };
      }),
      EditorView.contentAttributes.of({ "aria-label": hooks.label }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) hooks.changed(state.doc.toString());
      }),
    ],
  });
  return {
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
};

/** What it does here, no other key binding does. */
const does = (what: () => void): boolean => {
  what();
  return true;
};

async function completions(context: CompletionContext, hooks: EditorHooks): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\p{ID_Start}$_][\p{ID_Continue}$]*/u);
  const before = context.state.sliceDoc(context.pos - 1, context.pos);
  if (!context.explicit && !word && before !== ".") return null;
  const { names, start } = await hooks.complete(context.state.doc.toString(), context.pos);
  if (names.length === 0) return null;
  return {
    from: start,
    options: names.slice(0, 400).map((label) => ({ label })),
    validFor: /^[\p{ID_Continue}$]*$/u,
  };
}

async function diagnostics(view: EditorView, hooks: EditorHooks): Promise<Diagnostic[]> {
  const { doc } = view.state;
  const findings = await hooks.findings(doc.toString());
  return findings.map(({ line, column, message }) => {
    const at = doc.line(Math.min(doc.lines, line));
    const from = Math.min(at.to, at.from + column - 1);
    const [word = ""] = /^[\p{ID_Continue}$]+/u.exec(doc.sliceString(from, at.to)) ?? [];
    return { from, to: Math.max(from, from + word.length), severity: "error", message };
  });
}

(window as unknown as { liveEditor: OpenEditor }).liveEditor = open;
