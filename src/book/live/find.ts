// The search of the book, from the first time that somebody is about to look for something: sections of chapters, of the
// glossary and of the reference, found by words, their beginnings and near spellings.
import MiniSearch from "minisearch";
import { OPTIONS, type Section } from "../search-options";

/** Found sections that are shown. */
const MOST = 12;

const { searchIndex } = window as unknown as {
  readonly searchIndex: Parameters<typeof MiniSearch.loadJS>[0];
};
const index = MiniSearch.loadJS<Section>(searchIndex, OPTIONS);
const field = document.querySelector(".search input") as HTMLInputElement;

const made = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = "",
): HTMLElementTagNameMap[K] => Object.assign(document.createElement(tag), { className, textContent: text });
const box = made("div", "hits");
const says = made("p", "says");
says.setAttribute("role", "status");
const list = made("ul", "");
box.append(says, list);
field.form?.after(box);

const links = (): HTMLAnchorElement[] => [...list.querySelectorAll("a")];

function find(): void {
  const words = field.value.trim();
  box.hidden = words === "";
  if (words === "") return;
  const all = index.search(words);
  const some = all.length > 0 ? all : index.search(words, { combineWith: "OR" });
  says.textContent = some.length === 0 ? `Nothing is found for “${words}”.` : `${some.length} found`;
  const items = some.slice(0, MOST).map(({ id, title, page, start }) => {
    const link = made("a", "");
    link.href = id;
    link.append(
      made("strong", "", title),
      made("small", "", title === page ? "" : page),
      made("span", "", start),
    );
    const item = made("li", "");
    item.append(link);
    return item;
  });
  list.replaceChildren(...items);
}

/** Up and down through what is found; above the first is the field. */
function step(by: number): void {
  const all = [field, ...links()];
  const at = all.indexOf(document.activeElement as HTMLInputElement);
  all[Math.min(all.length - 1, Math.max(0, at + by))].focus();
}

function close(): void {
  box.hidden = true;
}

field.addEventListener("input", find);
field.addEventListener("focus", find);
field.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  links()[0]?.click();
});
for (const part of [field, box]) {
  part.addEventListener("keydown", (event) => {
    const { key } = event as KeyboardEvent;
    if (key === "Escape") {
      field.focus();
      close();
    } else if (key === "ArrowDown" || key === "ArrowUp") step(key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
  });
}
// what is found on this page is gone to, and whoever goes elsewhere has found it
list.addEventListener("click", close);
document.addEventListener("focusin", ({ target }) => {
  if (target !== field && !box.contains(target as Node)) close();
});
document.addEventListener("pointerdown", ({ target }) => {
  if (target !== field && !box.contains(target as Node)) close();
});
find();
