// Somebody's notebook in a page: shown as the book shows its own, and made as harmless as what the book takes from others.
import { type Notebook, parseNotebook } from "../../runner/notebook";
import { renderChapter } from "../render";

/** A notebook that can be shown. */
export interface Opened {
  readonly title: string;
  readonly html: string;
  readonly notebook: Notebook;
  /** tells it from any other, for what the browser keeps */
  readonly key: string;
}

/**
 * Renders a notebook from its text.
 *
 * @throws one line that names the file, where it is none, or not one for this page
 */
export function openNotebook(text: string, file: string): Opened {
  const notebook = parseNotebook(text, file);
  const { kernelspec, language_info } = Object(notebook.metadata);
  const language = kernelspec?.language ?? language_info?.name;
  if (typeof language === "string" && !/^(type|java)script$/i.test(language)) {
    throw new Error(`${file}: is written in ${language}, and this page runs TypeScript`);
  }
  try {
    const { title, html } = renderChapter(file, notebook);
    return { title, html, notebook, key: `${file} ${hashOf(text)}` };
  } catch (error) {
    throw new Error(`${file}: is damaged and cannot be shown: ${String(error).split("\n")[0]}`);
  }
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

Object.assign(window, { openNotebook });
