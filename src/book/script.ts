/** Runs in the reader's browser; the pages are complete without it. */
export const BOOK_SCRIPT = `// Figures come alive when they come into view; until then, and without scripts, their pictures stand there.
window.liveFigure = async (figure) => {
  const data = figure.querySelector('script[type="application/json"]');
  if (!data || typeof vegaEmbed === "undefined") return;
  const stage = document.createElement("div");
  await vegaEmbed(stage, JSON.parse(data.textContent), {
    renderer: "svg",
    ast: true, // the page lets no text become a program
    actions: { export: true, source: false, compiled: false, editor: false },
  });
  stage.querySelector("svg.marks").setAttribute("aria-hidden", "true"); // its description is read out, not every mark
  stage.querySelector("summary")?.setAttribute("aria-label", "Save this figure");
  figure.querySelector(".picture").replaceChildren(stage);
  reachable(figure);
};
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    liveFigure(target).catch((error) => console.error(error));
  }
}, { rootMargin: "200px" });
// what is wider than the page scrolls, also by keyboard
const reachable = (box) => {
  if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
};
const widths = new ResizeObserver((entries) => entries.forEach(({ target }) => reachable(target)));
window.awaken = (within) => {
  for (const figure of within.querySelectorAll("figure.figure")) watcher.observe(figure);
  for (const box of within.querySelectorAll("pre, .figure, .shown, .katex-display")) widths.observe(box);
};
awaken(document);

// a ring in the text is a picture until it or its knobs are touched: what turns it comes then
let engine;
for (const figure of document.querySelectorAll("figure[data-explorer]")) {
  const [stage, knobs, message] = [".stage", ".knobs", ".message"].map((part) => figure.querySelector(part));
  knobs.hidden = false;
  const wake = async () => {
    try {
      await (engine ??= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        Object.assign(script, { src: "assets/ring.js", onload: resolve, onerror: reject });
        document.head.append(script);
      }));
      if (stage.isConnected) turnRing(figure);
    } catch {
      engine = undefined;
      message.textContent = "The ring cannot be turned: assets/ring.js cannot be loaded. Is the whole folder of the book here?";
    }
  };
  stage.addEventListener("click", wake);
  for (const touch of ["pointerdown", "input"]) knobs.addEventListener(touch, wake);
}

const menu = document.querySelector("details.menu");
if (matchMedia("(max-width: 60rem)").matches) menu.open = false;

// on paper everything is unfolded
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
  for (const folded of unfolded) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const folded of unfolded) folded.open = false;
});
`;
