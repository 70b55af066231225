// What draws a figure in the reader's browser, as wide as there is room, with indices that Unicode cannot lower.
import { narrow, within } from "../../figures/narrow";
import { withIndices } from "../../figures/symbols";
import type { Figure } from "../../figures/theme";
import { besideCaption } from "./messages";

const shared = window as unknown as {
  drawFigure: (figure: HTMLElement, spec: Figure) => Promise<void>;
  readonly liveFigure: (figure: HTMLElement) => Promise<void>;
  readonly vegaEmbed: (stage: HTMLElement, spec: unknown, options: object) => Promise<{ finalize(): void }>;
};

shared.drawFigure = async (figure, spec) => {
  const stage = document.createElement("div");
  const { paddingLeft, paddingRight } = getComputedStyle(figure);
  const around = figure.parentElement?.clientWidth ?? 0; // 0 where the page does not show it
  const room =
    around > 0
      ? around - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - 2
      : Number.POSITIVE_INFINITY;
  const fits = around > 0 && String(spec.$schema).includes("/vega-lite/");
  const fitted = phone.matches ? narrow : within;
  const draw = (width: number) =>
    shared.vegaEmbed(stage, fits ? fitted(spec, width) : spec, {
      renderer: "svg",
      ast: true, // the page lets no text become a program
      actions: { export: true, source: false, compiled: false, editor: false },
    });
  const marks = () => stage.querySelector("svg.marks");
  let drawn = await draw(room);
  let less = 0;
  for (let again = 0; again < 3; again++) {
    const beyond = Number(marks()?.getAttribute("width")) - room;
    if (beyond <= 0) break;
    less += 1.3 * beyond; // what axes and words take more than was left to them
    drawn.finalize();
    drawn = await draw(room - less);
  }
  marks()?.setAttribute("aria-hidden", "true"); // what is said of it is read out, not every mark
  const caption = figure.querySelector("figcaption > span")?.textContent;
  const label = caption ? besideCaption(caption, spec.description) : spec.description;
  const drawing = stage.querySelector("[role=graphics-document]");
  if (label) drawing?.setAttribute("aria-label", label);
  else for (const name of ["role", "aria-roledescription", "aria-label"]) drawing?.removeAttribute(name);
  stage.querySelector("summary")?.setAttribute("aria-label", "Save this figure");
  lower(stage);
  new MutationObserver(() => lower(stage)).observe(stage, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  figure.querySelector(".picture")?.replaceChildren(stage);
};
const phone = matchMedia("(max-width: 40rem)");
phone.addEventListener("change", () => {
  for (const stage of document.querySelectorAll("figure.figure .vega-embed")) {
    const figure = stage.closest<HTMLElement>("figure");
    if (figure) shared.liveFigure(figure);
  }
});
// indices that Unicode cannot lower are small capitals until they stand here
const lower = (stage: HTMLElement): void => {
  for (const text of stage.querySelectorAll("svg text")) {
    if (text.childElementCount > 0) continue;
    const pieces = withIndices(text.textContent ?? "");
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
