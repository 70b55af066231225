// The look of the explorer, and of the rings that chapters have of it. The colours of the quantities are those of all figures; on a dark page each gives way to a
// lighter one of the same hue.
import { COLOURS, LEVELS, MODE_COLOURS, MODE_TINTS } from "../../figures/theme";
import { CURRENT_MODES } from "../../observables/currents";
import { PLOTS } from "./tours";

// the page has an ink of its own
const { ink, ...QUANTITIES } = COLOURS;

/** One colour for one quantity. */
const LIGHT: Readonly<Record<string, string>> = {
  ...QUANTITIES,
  ...Object.fromEntries(LEVELS.map(({ colour }, k) => [`level${k + 1}`, colour])),
  ...Object.fromEntries(Object.entries(MODE_COLOURS).map(([mode, colour]) => [`ink-${mode}`, colour])),
  ...Object.fromEntries(Object.entries(MODE_TINTS).map(([mode, colour]) => [`tint-${mode}`, colour])),
  warning: "#A40E26",
  "warning-tint": "#FFEBE9",
};

const DARK: Readonly<Record<string, string>> = {
  heatUpper: "#F0B429",
  heatLower: "#2CC295",
  heatFromLeft: "#FF8040",
  spinCurrent: "#58A6E8",
  ergotropy: "#5CC46B",
  hot: "#FF8040",
  heatFromRight: "#6CC4F5",
  cold: "#6CC4F5",
  incoherent: "#A9E2A0",
  coherent: "#BC8AE0",
  level1: "#A8A8A8",
  level2: "#FF9A5C",
  level3: "#2BB8A8",
  level4: "#FF6B50",
  level5: "#BC8AE0",
  level6: "#B08968",
  "ink-clockwise": "#4FD1A5",
  "ink-parallel": "#E3C84B",
  "ink-counterclockwise": "#F08CC0",
  "ink-none": "#9AA4AF",
  "tint-clockwise": "#0F2F25",
  "tint-parallel": "#332D10",
  "tint-counterclockwise": "#371C2B",
  "tint-none": "#1C2128",
  warning: "#FF8F86",
  "warning-tint": "#3A1618",
};

const VARIABLES = new Map(Object.entries(LIGHT).map(([name, colour]) => [colour, `var(--${name})`]));

/** What stands on the page for a colour of the figures, light or dark. */
export const pageColour = (colour: string): string =>
  VARIABLES.get(colour) ?? { [ink]: "var(--ink)", white: "var(--paper)" }[colour] ?? "var(--quiet)";

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join("");

const modes = CURRENT_MODES;

const STACKED =
  'grid-template: "label field unit" "slider slider slider" / minmax(0, 1fr) 4.2rem 1.7rem; padding-bottom: 0.4rem;';

/** Added to the style sheet of the book. */
export const EXPLORER_STYLE: string = `
.explorer { ${variables(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { .explorer { ${variables(DARK)} } }
main:has(#explorer) { max-width: 112rem; padding-top: 1rem; padding-right: 2rem; }
.explorer { font-variant-numeric: tabular-nums; }
.explorer p { margin: 0.4rem 0; }
.explorer .desk { display: grid; grid-template-columns: minmax(20rem, min(36rem, 45%)) minmax(0, 1fr); gap: 1.5rem 2rem; margin-top: 0.8rem; align-items: start; }
.explorer .desk .stage { position: sticky; top: 0.5rem; max-height: calc(100vh - 1rem); overflow-y: auto; padding: 0 0.3rem; }
.explorer .mode { text-align: center; font-size: 1.25rem; font-weight: 600; margin: 0; min-height: 1.6em; }
${modes.map((mode) => `.explorer .mode.${mode} { color: var(--ink-${mode}); }`).join("\n")}
.explorer .ring { display: block; width: 100%; height: auto; max-height: min(30rem, 40vh); }
.ring text { font-size: 20px; fill: var(--ink); }
.ring .number { font-weight: 600; }
.ring .bonds { fill: none; stroke: var(--line); stroke-width: 5; }
.ring .contact { stroke: var(--line); stroke-width: 3; stroke-dasharray: 3 4; }
.ring .site circle { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.ring .site .name { font-weight: 600; }
.ring .site .field { font-size: 14px; fill: var(--quiet); }
.ring .bath rect { stroke-width: 2; fill-opacity: 0.22; }
.ring .bath.hot rect { fill: var(--hot); stroke: var(--hot); }
.ring .bath.cold rect { fill: var(--cold); stroke: var(--cold); }
.ring .bath.equal rect { fill: var(--quiet); stroke: var(--quiet); }
.ring .arrow { fill: var(--ink-none); }
${modes.map((mode) => `.ring[data-mode="${mode}"] .arrow { fill: var(--ink-${mode}); }`).join("\n")}
.ring .arrow[data-arrow="spin"] { fill: var(--spinCurrent) !important; }
.explorer :is(.scale, .hint) { color: var(--quiet); font-size: 0.8rem; text-align: center; line-height: 1.4; }
.explorer .advice p { border-left: 4px solid var(--quiet); padding: 0.4rem 0.7rem; background: var(--panel); font-size: 0.9rem; line-height: 1.45; overflow-wrap: anywhere; }
.explorer .advice .warning { border-color: var(--warning); background: var(--warning-tint); }
.explorer .message { font-size: 0.9rem; line-height: 1.45; min-height: 2.9em; overflow-wrap: anywhere; }
.explorer .message.complaint { color: var(--warning); }
.explorer .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.explorer .presets { font-size: 0.85rem; }
.explorer .presets summary { cursor: pointer; font-weight: 600; padding: 0.2rem 0; }
.explorer .presets > div { display: flex; flex-wrap: wrap; gap: 0.4rem 1.6rem; }
.explorer .presets [role="group"] { display: flex; flex-wrap: wrap; gap: 0.3rem; align-items: center; }
.explorer .presets span { color: var(--quiet); margin-right: 0.2rem; }
.explorer button { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 0.2rem 0.6rem; cursor: pointer; min-height: 1.9rem; }
.explorer button:disabled { opacity: 0.5; cursor: default; }
.explorer button:hover { border-color: var(--quiet); }
.explorer button[aria-pressed="true"] { background: var(--ink); color: var(--paper); border-color: var(--ink); }
.explorer :is(button, input, select, a):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.explorer .knob { display: grid; grid-template: "label slider field unit" / 7.6rem minmax(140px, 1fr) 4.2rem 1.7rem; gap: 0 0.5rem; align-items: center; min-height: 2rem; font-size: 0.9rem; }
.explorer .knob label { grid-area: label; }
.explorer .knob input[type="range"] { grid-area: slider; }
.explorer .knob .unit { grid-area: unit; white-space: nowrap; }
.explorer .knob label span { color: var(--quiet); font-size: 0.85em; }
.explorer .knob i, .explorer .legend i { font-family: "Latin Modern Math", "STIX Two Math", Cambria, Georgia, serif; font-size: 1.1em; }
.explorer .knob sub { font-size: 0.7em; }
.explorer .knob input[type="range"] { width: 100%; margin: 0; accent-color: var(--link); height: 1.6rem; }
.explorer .knob input[type="text"] { grid-area: field; width: 100%; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 5px; padding: 0.1rem 0.4rem; }
.explorer .knob [aria-invalid="true"] { border-color: var(--warning); outline-color: var(--warning); background: var(--warning-tint); }
.explorer .knob .unit { color: var(--quiet); font-size: 0.85em; }
.explorer .knob[data-knob="delta"] { font-weight: 600; padding: 0.3rem 0; }
.explorer .actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.8rem; font-size: 0.85rem; }
.explorer .graph { display: block; width: 100%; height: auto; max-height: min(30rem, 45vh); touch-action: manipulation; }
.explorer .graph.drawn { cursor: crosshair; touch-action: none; outline: 1px dashed var(--quiet); outline-offset: -2px; }
.explorer .graph .chosen { fill: none; stroke: var(--link); stroke-width: 4; stroke-opacity: 0.8; pointer-events: none; }
.explorer .graph .thread { stroke: var(--link); stroke-width: 3; stroke-dasharray: 6 4; pointer-events: none; }
.explorer .graph-desk[aria-busy] :is(.graph, .panels) { opacity: 0.55; transition: opacity 0.2s 0.3s; }
.explorer .graph-desk .mode { font-size: 1.05rem; }
.explorer .graph-title { font-size: 0.95rem; font-weight: 400; text-align: center; margin: 0; color: var(--quiet); border: 0; padding: 0; min-height: 2.5em; display: grid; align-content: end; }
.explorer fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 0.5rem 0; padding: 0.2rem 0.7rem 0.4rem; min-width: 0; }
.explorer legend { font-size: 0.85rem; color: var(--quiet); padding: 0 0.3rem; }
.explorer .choice { display: flex; gap: 0.6rem; align-items: center; font-size: 0.9rem; min-height: 2rem; }
.explorer select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 5px; padding: 0.15rem 0.4rem; min-height: 1.9rem; max-width: 100%; }
.explorer .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); gap: 0.8rem 1.6rem; }
.explorer .explanation, .explorer .notes, .explorer .findings { grid-column: 1 / -1; font-size: 0.85rem; color: var(--quiet); margin: 0; }
.explorer .notes:empty, .explorer .findings:empty { display: none; }
.explorer .notes, .explorer .findings { padding-left: 1.2rem; }
.explorer .swatch { color: var(--ink); padding: 0.05rem 0.4rem; border-radius: 4px; }
${modes.map((mode) => `.explorer .swatch.${mode} { background: var(--tint-${mode}); }`).join("\n")}
.explorer .surveys { grid-column: 1 / -1; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); gap: 0.8rem 1.6rem; align-items: start; }
.explorer .survey { border: 1px solid var(--line); border-radius: 6px; padding: 0.4rem 0.8rem; }
.explorer .survey summary { font-weight: 600; font-size: 0.95rem; cursor: pointer; min-height: 1.9rem; align-content: center; }
.explorer .choices { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; margin: 0.3rem 0; }
.explorer .choices .choice { min-width: 0; max-width: 100%; }
.explorer .choices select { min-width: 0; max-width: 14rem; }
.explorer .equations { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; font-size: 0.85rem; }
.explorer .equations label { min-height: 1.7rem; display: inline-flex; align-items: center; gap: 0.35rem; }
.explorer .equations label[hidden] { display: none; }
.explorer .progress { font-size: 0.85rem; color: var(--quiet); margin: 0.3rem 0 0; }
.explorer .map { cursor: crosshair; touch-action: manipulation; }
.map .frame { fill: none; stroke: var(--quiet); }
.map .strong { fill: url(#strong); }
.map .refused { fill: url(#refused); }
.map .here { fill: none; stroke: #fff; stroke-width: 3.5; }
.map .cross { stroke: #000; stroke-width: 1.6; fill: none; }
.explorer .map-legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: center; font-size: 0.82rem; margin: 0.2rem 0; min-height: 1.4rem; }
.explorer .map-legend i { display: inline-block; width: 1em; height: 0.8em; border: 1px solid var(--line); }
.explorer .map-legend .bar { width: 8rem; }
.explorer .panel { min-width: 0; }
.explorer .panel header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
.explorer .panel h3 { margin: 0; font-size: 0.95rem; }
.explorer .panel small { font-weight: 400; color: var(--quiet); }
.explorer .legend { display: flex; flex-wrap: wrap; gap: 0 0.9rem; list-style: none; margin: 0; padding: 0; font-size: 0.82rem; }
.explorer .legend li { display: inline-flex; gap: 0.35rem; align-items: center; white-space: nowrap; }
.explorer .legend b { font-weight: 600; min-width: 4.1em; }
.explorer .plot { display: block; width: 100%; touch-action: pan-y; cursor: ew-resize; user-select: none; }
.explorer .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
${modes.map((mode) => `.explorer .plot .mode.${mode} { fill: var(--tint-${mode}); }`).join("\n")}
.plot text { font-size: 12px; fill: var(--quiet); }
.plot .y { text-anchor: end; }
.plot .x, .plot .note, .plot .band { text-anchor: middle; }
.plot .band { fill: var(--ink); font-size: 11px; }
.plot .note { font-size: 15px; fill: var(--ink); }
.plot .tick { stroke: var(--quiet); stroke-opacity: 0.18; }
.plot .zero { stroke: var(--quiet); stroke-opacity: 0.8; }
.plot .mark { stroke: var(--quiet); }
.plot .inversion { fill: var(--ink); fill-opacity: 0.12; }
.plot .beyond { fill: url(#beyond); }
.plot .strong { fill: url(#strong); }
.plot .refused { fill: url(#refused); }
.embedded { margin: 1.4rem 0; padding: 0.8rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
.embedded .stage { cursor: pointer; }
.embedded .ring { max-height: 24rem; }
.embedded .actions { align-items: baseline; }
.embedded .message:empty { margin: 0; }
.embedded .reading { text-align: center; font-size: 0.9rem; }
.plot .feed.hot { fill: var(--hot); }
.plot .feed.cold { fill: var(--cold); }
.plot .feed.equal { fill: var(--quiet); }
.plot .feed.equal.second { fill-opacity: 0.5; }
.legend .feed.hot { fill: var(--hot); }
.legend .feed.cold { fill: var(--cold); }
.legend .feed.equal { fill: var(--quiet); }
.legend .feed.equal.second { fill-opacity: 0.5; }
.explorer .plot.feeds { cursor: default; }
.explorer .guides { display: flex; flex-wrap: wrap; gap: 0.4rem 0.5rem; align-items: center; font-size: 0.9rem; margin: 0.3rem 0 0.5rem; }
.explorer .guides[hidden], .explorer .guide [hidden] { display: none !important; }
.explorer .guides span { font-weight: 600; }
.explorer .guides a { color: var(--paper); background: var(--link); border: 1px solid var(--link); border-radius: 6px; padding: 0.25rem 0.7rem; text-decoration: none; font-weight: 600; }
.explorer .guides a:hover { text-decoration: underline; }
.explorer .guides button { margin-left: auto; }
.explorer .tour { border: 1px solid var(--line); border-left: 5px solid var(--link); border-radius: 6px; background: var(--panel); padding: 0.7rem 1rem; margin: 0.3rem 0 0.6rem; }
.explorer .tour h2 { font-size: 1.05rem; margin: 0; padding: 0; border: 0; display: flex; gap: 0.8rem; align-items: baseline; }
.explorer .tour h2 small { font-weight: 400; color: var(--quiet); font-size: 0.85rem; }
.explorer .tour p { max-width: 52rem; line-height: 1.5; }
.explorer .tour .options, .explorer .tour .moves { display: flex; flex-wrap: wrap; gap: 0.4rem 0.5rem; margin-top: 0.5rem; }
.explorer .tour button { background: var(--paper); }
.explorer .tour .options button { border-color: var(--link); }
.explorer.guided > .actions, .explorer.guided :is(.presets, .surveys, .message:not(.complaint), .notes, .explanation, .scale + .scale), .explorer.guided .desk:not(.graph-desk) .panels > :not([data-plot]) { display: none; }
${PLOTS.map((plot) => `.explorer.guided:not([data-plots~="${plot}"]) [data-plot="${plot}"]`).join(", ")} { display: none; }
.explorer.asking .panels { position: relative; min-height: 12rem; border: 1px dashed var(--quiet); border-radius: 6px; }
.explorer.asking .panels > * { visibility: hidden; }
.explorer.asking .panels::before { content: "Covered until you have guessed"; position: absolute; inset: 0; display: grid; place-items: center; color: var(--quiet); }
.explorer .lecture-bar { display: flex; gap: 0.4rem; justify-content: flex-end; font-size: 0.8rem; }
.explorer .keys { display: grid; grid-template-columns: max-content 1fr; gap: 0.2em 1.2em; margin: 0.4rem 0; padding: 0.6em 1em; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
.explorer .keys dt { font-weight: 600; }
.explorer .keys dd { margin: 0; }
.explorer.lecture { position: fixed; inset: 0; z-index: 20; overflow-y: auto; background: var(--paper); padding: 0.5rem 2vw; font-size: clamp(1rem, 0.4rem + 1.25vw, 2.4rem); --zoom: 1; }
@media (min-width: 60.01rem) { .explorer.lecture { --zoom: 1.5; } }
@media (min-width: 100rem) { .explorer.lecture { --zoom: 2.2; } }
.explorer.lecture .desk { grid-template-columns: minmax(0, 1fr) minmax(0, 1.25fr); gap: 0 2vw; margin: 0; }
.explorer.lecture .desk .stage { position: static; max-height: none; overflow: visible; }
.explorer.lecture :is(.desk .stage .ring, .graph, .plot) { height: 70vh; max-height: 70vh; }
.explorer.lecture:has(.tour:not([hidden])) :is(.desk .stage .ring, .graph, .plot) { height: 46vh; max-height: 46vh; }
.explorer.lecture :is(.scale, .hint, .actions, .findings, fieldset, .choice, .knob:not([data-knob="delta"])) { display: none; }
.explorer.lecture :is(.advice p, .tour p, .tour button, .legend, .panel h3, .numbers table, .message) { font-size: 1em; line-height: 1.4; }
.explorer.lecture .mode { font-size: 1.4em; min-height: 0; }
.explorer.lecture .tour p { max-width: none; }
.explorer.lecture .tour h2 { font-size: 1.1em; }
.explorer.lecture .panels { display: block; }
.explorer.lecture .desk .knob[data-knob="delta"] { font-size: 1em; grid-template: "label slider field unit" / 1.2em minmax(140px, 1fr) 4.4em 1em; padding: 0; }
.explorer.lecture .knob label span { display: none; }
.patterns { position: absolute; }
.patterns .beyond { stroke: var(--warning); stroke-opacity: 0.55; stroke-width: 1.6; }
.patterns .strong { stroke: var(--warning); stroke-opacity: 0.4; stroke-width: 1.2; }
.patterns .refused { stroke: var(--quiet); stroke-opacity: 0.5; }
.plot .cursor { stroke: var(--ink); stroke-width: 1.5; }
.plot .handle { fill: var(--ink); }
.plot circle { stroke: var(--paper); stroke-width: 1.5; }
.explorer .numbers table { display: table; width: 100%; font-size: 0.82rem; margin: 0.4rem 0; }
.explorer .numbers :is(th, td) { overflow-wrap: anywhere; border: 0; border-bottom: 1px solid var(--line); background: none; padding: 0.3rem 0.5rem 0.3rem 0; font-weight: 400; }
.explorer .certificate td:nth-child(2) { white-space: nowrap; font-weight: 600; }
.explorer .numbers .doubtful td { color: var(--warning); }
@media (max-width: 60rem) {
  html:has(#explorer) { scroll-padding-bottom: 5rem; }
  main:has(#explorer) { padding-bottom: 6rem; }
  .explorer .desk { grid-template-columns: minmax(0, 1fr); }
  .explorer .desk .stage { position: static; max-height: none; overflow: visible; padding: 0; }
  .explorer.guided :is(.scale, .hint, .actions, .findings, .desk:not(.graph-desk) .knob:not([data-knob="delta"])) { display: none; }
  .explorer .desk .stage .ring { max-height: 40vh; }
  .explorer.lecture .desk { grid-template-columns: minmax(0, 1fr); }
  .explorer.lecture :is(.desk .stage .ring, .graph, .plot), .explorer.lecture:has(.tour:not([hidden])) :is(.desk .stage .ring, .graph, .plot) { height: 32vh; }
  .explorer .presets summary { padding: 0.5rem 0; }
  .explorer .presets span { flex-basis: 100%; }
  .explorer button { min-height: 2.4rem; }
  .explorer .knob { min-height: 2.9rem; }
  .explorer .knob input[type="range"] { height: 2.4rem; }
}
/* a slider has a line of its own where it would have less than 140 px beside its name */
@media (max-width: 32rem), (min-width: 60.01rem) and (max-width: 78.5rem) { .explorer .desk .knob { ${STACKED} } }
@media (min-width: 78.5rem) and (max-width: 84rem) { .explorer .graph-desk .knob { ${STACKED} } }
@media (max-width: 40rem) {
  .embedded .knob label span { display: none; }
  .embedded .knob { grid-template: "label slider field unit" / 1.6rem minmax(140px, 1fr) 4.2rem 1.2rem; }
}
@media screen and (max-width: 60rem) {
  #explorer .knob[data-knob="delta"] { position: fixed; left: 0; right: 0; bottom: 0; z-index: 2; padding: 0.3rem 1rem calc(0.3rem + env(safe-area-inset-bottom)); background: var(--paper); border-top: 1px solid var(--line); }
  #explorer .knob[data-knob="delta"] label span { display: none; }
  #explorer .knob[data-knob="delta"] { grid-template: "label slider field unit" / 1rem minmax(140px, 1fr) 4.2rem 1rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .ring .arrow { transition: fill 0.2s; }
}
@media print { .explorer .presets, .explorer .actions, .explorer .knob input[type="range"] { display: none; } }
`;
