/** Runs in the reader's browser; the pages are complete without it. */
export const BOOK_SCRIPT = `// Figures come alive when they come into view; until then, and without scripts, their pictures stand there.
window.liveFigure = async (figure) => {
  const data = figure.querySelector('script[type="application/json"]');
  if (!data || typeof vegaEmbed === "undefined") return;
  const stage = document.createElement("div");
  const spec = JSON.parse(data.textContent);
  const { paddingLeft, paddingRight } = getComputedStyle(figure);
  const around = figure.parentElement.clientWidth; // 0 where the page does not show it
  const room = around > 0 ? around - parseFloat(paddingLeft) - parseFloat(paddingRight) - 2 : Infinity;
  const fits = around > 0 && String(spec.$schema).includes("/vega-lite/");
  const fitted = (within) => (fits ? fittedFigure(spec, within, phone.matches) : spec);
  const draw = (within) => vegaEmbed(stage, fitted(within), {
    renderer: "svg",
    ast: true, // the page lets no text become a program
    actions: { export: true, source: false, compiled: false, editor: false },
  });
  let drawn = await draw(room);
  let less = 0;
  for (let again = 0; again < 3; again++) {
    const beyond = stage.querySelector("svg.marks").getAttribute("width") - room;
    if (beyond <= 0) break;
    less += 1.3 * beyond; // what axes and words take more than was left to them
    drawn.finalize();
    drawn = await draw(room - less);
  }
  stage.querySelector("svg.marks").setAttribute("aria-hidden", "true"); // its description is read out, not every mark
  stage.querySelector("summary")?.setAttribute("aria-label", "Save this figure");
  lower(stage);
  new MutationObserver(() => lower(stage)).observe(stage, { childList: true, characterData: true, subtree: true });
  figure.querySelector(".picture").replaceChildren(stage);
  reachable(figure);
};
const phone = matchMedia("(max-width: 40rem)");
phone.addEventListener("change", () => {
  for (const stage of document.querySelectorAll("figure.figure .vega-embed")) liveFigure(stage.closest("figure"));
});
// indices that Unicode cannot lower are small capitals until they stand here
const lower = (stage) => {
  for (const text of stage.querySelectorAll("svg text")) {
    if (text.childElementCount > 0) continue;
    const pieces = textWithIndices(text.textContent);
    if (pieces.length < 2) continue;
    const spans = pieces.map((piece, i) => {
      const span = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
      span.textContent = piece;
      if (i % 2 === 1) span.setAttribute("font-size", "75%");
      if (i > 0) span.setAttribute("dy", i % 2 === 1 ? "0.3em" : "-0.225em");
      return span;
    });
    text.replaceChildren(...spans);
  }
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
