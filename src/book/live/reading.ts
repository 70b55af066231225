// What every page of the book does for its reader: figures come alive, rings turn, code folds, paper gets it all. The pages are
// complete without it.

/** What scripts of the book leave for each other. */
const shared = window as unknown as {
  liveScript: (name: string) => Promise<void>;
  liveFigure: (figure: HTMLElement) => Promise<void>;
  awaken: (within: ParentNode) => void;
  readonly turnRing?: (figure: HTMLElement) => void;
  readonly drawFigure?: (figure: HTMLElement, spec: unknown) => Promise<void>;
};
const all = <E extends HTMLElement>(marks: string, within: ParentNode = document): E[] => [
  ...within.querySelectorAll<E>(marks),
];

const loading = new Map<string, Promise<void>>();
/** Loads a script of the book once. */
shared.liveScript = (name) => {
  let known = loading.get(name);
  if (!known) {
    known = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `assets/${name}.js`;
      script.async = false; // one after the other, as they are asked for
      script.onload = () => resolve();
      script.onerror = () => {
        loading.delete(name);
        script.remove();
        reject(new Error(`assets/${name}.js cannot be loaded: is the whole folder of the book here?`));
      };
      document.head.append(script);
    });
    loading.set(name, known);
  }
  return known;
};
const load = shared.liveScript;

// figures come alive when they come into view; until then, and without scripts, their pictures stand there
shared.liveFigure = async (figure) => {
  const data = figure.querySelector('script[type="application/json"]');
  if (!data) return;
  await Promise.all(["vega", "vega-lite", "vega-embed", "figures"].map(load));
  await shared.drawFigure?.(figure, JSON.parse(data.textContent ?? ""));
  reachable(figure);
};
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      shared.liveFigure(target as HTMLElement).catch((error) => console.error(error));
    }
  },
  { rootMargin: "200px" },
);
// what is wider than the page scrolls, also by keyboard
const reachable = (box: HTMLElement): void => {
  if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
};
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) reachable(target as HTMLElement);
});
shared.awaken = (within) => {
  for (const figure of all("figure.figure", within)) watcher.observe(figure);
  for (const box of all("pre, .figure, .shown, .katex-display", within)) widths.observe(box);
};
shared.awaken(document);

// a ring in the text is a picture until it or its knobs are touched: what turns it comes then
for (const figure of all("figure[data-explorer]")) {
  const [stage, knobs, message] = all(".stage, .knobs, .message", figure);
  knobs.hidden = false;
  const wake = async (): Promise<void> => {
    try {
      await load("ring");
      if (stage.isConnected) shared.turnRing?.(figure);
    } catch (error) {
      message.textContent = `The ring cannot be turned: ${(error as Error).message}`;
    }
  };
  stage.addEventListener("click", wake);
  for (const touch of ["pointerdown", "input"]) knobs.addEventListener(touch, wake);
}

const menu = document.querySelector<HTMLDetailsElement>("details.menu");
if (menu && matchMedia("(width < 80rem)").matches) menu.open = false;

// the search comes when somebody is about to look for something
const field = document.querySelector<HTMLInputElement>(".search input");
if (field?.form) {
  field.form.hidden = false;
  const bring = async (): Promise<void> => {
    try {
      await load("search-index");
      await load("search");
    } catch {
      field.placeholder = "assets/search.js is not here";
    }
  };
  field.addEventListener("focus", bring, { once: true });
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || (event.target as Element).closest("input, textarea, select, [contenteditable]"))
      return;
    event.preventDefault();
    field.focus();
  });
}

// code is folded until it is asked for, one cell or all of the book; without scripts it is open
const CODE = "spin-ring code is open";
const page = document.documentElement;
if (page.matches(".folding")) {
  const fold = (open: boolean): void => {
    for (const code of all<HTMLDetailsElement>("details.source")) code.open = open;
  };
  const label = document.createElement("label");
  label.className = "switch";
  const box = document.createElement("input");
  box.type = "checkbox";
  label.append(box, " Show all code");
  try {
    box.checked = localStorage.getItem(CODE) === "true";
  } catch {
    // it is forbidden
  }
  box.addEventListener("change", () => {
    fold(box.checked);
    try {
      localStorage.setItem(CODE, String(box.checked));
    } catch {
      // for this page, then
    }
  });
  document.querySelector("main")?.prepend(label);
  fold(box.checked);
  page.classList.remove("folding");
}

// on paper everything is unfolded but the code that the reader does not want to see
let unfolded: HTMLDetailsElement[] = [];
addEventListener("beforeprint", () => {
  unfolded = all("main details:not([open], .source)");
  for (const folded of unfolded) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const folded of unfolded) folded.open = false;
});
