/** The look of the book: one column of text beside its contents, light and dark, phone and paper. */
export const BOOK_STYLE = `:root {
  color-scheme: light dark;
  --ink: #1f2328; --quiet: #57606a; --paper: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --link: #0550ae;
  --keyword: #a0111f; --string: #0a3069; --number: #0550ae; --comment: #57606a; --title: #6639ba; --green: #116329; --yellow: #7d4e00;
  --replicated: #cdebdd; --partly: #fbf3b8; --not: #f6d9e8; --open: #d9e8f6; --untested: #eeeeee; --edge: #8c959f;
  --sans: system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; --serif: "Source Serif 4", Georgia, serif;
  --measure: 46rem; /* of text, code and figures */
  --margin: 0rem; /* beside it, for notes */
}
@media screen and (width >= 68.75rem) { :root { --margin: 14rem; } }
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --quiet: #9aa4af; --paper: #0d1117; --panel: #161b22; --line: #3d444d; --link: #79b8ff;
    --keyword: #ff8f86; --string: #a5d6ff; --number: #79c0ff; --comment: #9aa4af; --title: #d2a8ff; --green: #7ee787; --yellow: #e3b341;
    --replicated: #123f31; --partly: #4a4012; --not: #55253f; --open: #1f3a57; --untested: #2d333b; --edge: #768390;
  }
  /* a figure turned to light on dark, each colour keeping its hue; its black ground becomes that of the page */
  .picture { filter: invert(1) hue-rotate(180deg) saturate(1.25) brightness(1.12); mix-blend-mode: screen; }
  /* but a colour map and its scale stay as they are: turned round, what is high would look low */
  .picture:has(.role-legend-band) :is(.role-legend-band, .concat_0_group > g > path.background, .concat_0_group > g > g > [class*="concat_0_layer"]),
  .picture:has([class*="colourmap"]) :is([class*="colourmap"][class*="_marks"], .role-legend-symbol) { filter: invert(1) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 17px/1.6 var(--sans); display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); }
body.paper { display: block; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.5rem; z-index: 3; }

nav { border-right: 1px solid var(--line); padding: 1.5rem 0.8rem; font-size: 0.85rem; position: sticky; top: 0; height: 100vh; overflow-y: auto; }
nav summary { font-weight: 600; cursor: pointer; padding: 0.4rem 0; }
nav ol, nav ul { list-style: none; margin: 0; padding: 0; }
nav ul { padding-left: 1rem; font-size: 0.95em; }
nav a { display: block; padding: 0.25rem 0.5rem; color: inherit; text-decoration: none; border-radius: 4px; line-height: 1.4; }
nav a:hover { background: var(--panel); }
nav a[aria-current] { font-weight: 600; background: var(--panel); }

.search { margin: 0 0 0.8rem; }
.search input { font: inherit; width: 100%; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 0.35rem 0.6rem; }
.hits { position: fixed; z-index: 2; top: 4.2rem; left: 0.8rem; width: min(34rem, 100vw - 1.6rem); max-height: calc(100vh - 6rem); overflow-y: auto; background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 0.6rem; box-shadow: 0 6px 24px #0003; }
.hits[hidden] { display: none; }
.hits p { margin: 0 0.5rem 0.3rem; }
.hits ul { padding: 0 !important; font-size: inherit; }
.hits a { padding: 0.4rem 0.5rem; }
.hits a :is(strong, small, span) { display: block; }
.hits small { color: var(--quiet); }
.hits span { font-size: 0.92em; color: var(--quiet); display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
main { width: 100%; max-width: calc(var(--measure) + var(--margin) + 4rem); padding: 1.5rem calc(2rem + var(--margin)) 4rem 2rem; margin: 0 auto; }
.wide { margin-right: calc(-1 * var(--margin)); }
:is(.prose, .gallery) { font: 1.13em/1.6 var(--serif); }
:is(.prose, .gallery) :is(table, figcaption, .marks, .doors, .explorer) { font-family: var(--sans); }
.prose :is(b, strong, th, h1, h2, h3) { font-weight: 600; }
h1, h2, h3 { line-height: 1.25; margin: 2.2rem 0 0.8rem; text-wrap: balance; }
h1 { font-size: 1.9rem; margin-top: 0.5rem; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.6rem; }
:is(h1, h2, h3) a { color: inherit; text-decoration: none; }
:is(h2, h3) a::after { content: " #" / ""; color: var(--quiet); font-weight: 400; opacity: 0.65; }
:is(h2, h3) a:is(:hover, :focus-visible)::after { color: var(--link); opacity: 1; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
.prose :not(pre) > code { background: var(--panel); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere; }
.prose td > code { overflow-wrap: break-word; } /* a column is as wide as its names */
pre { overflow-x: auto; margin: 0; padding: 0.8rem 1rem; font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre code { font-size: inherit; }
.prose pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.prose details { margin: 0.6rem 0; }
.prose summary { cursor: pointer; color: var(--link); width: fit-content; padding: 0.15rem 0.3rem; }
.prose details[open] { border-left: 3px solid var(--line); padding-left: 1rem; }
.prose details[open] > summary { margin-left: -0.6rem; }
.katex-display { overflow-x: auto; overflow-y: hidden; padding: 0.2rem 0; }

.cell { margin: 1.2rem 0; display: flow-root; }
.code { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; clear: both; white-space: pre-wrap; overflow-wrap: anywhere; }
/* what does not fit goes on below, two letters further in than its line begins */
.line { display: block; padding-left: calc((var(--indent, 0) + 2) * 1ch); text-indent: calc((var(--indent, 0) + 2) * -1ch); }
.source > summary, .folded > summary { cursor: pointer; color: var(--quiet); font-size: 0.87rem; width: fit-content; padding: 0.3rem; }
.cell[data-edited] .source > summary::after { content: " · edited"; }
.cell > .bar { float: right; max-width: calc(100% - 5rem); flex-wrap: wrap; justify-content: end; }
.cell > [data-output] { clear: both; }
@media (scripting: enabled) { .folding .source > pre { display: none; } }
.switch { float: right; font-size: 0.85rem; color: var(--quiet); cursor: pointer; padding: 0.2rem; }
.switch input { accent-color: var(--link); vertical-align: -0.1em; }
.switch + .prose > h1 { clear: none; }
.bar { display: flex; gap: 0.6rem; align-items: baseline; min-height: 2.2rem; font-size: 0.87rem; }
.bar button { font: inherit; color: var(--link); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.2rem 0.8rem; cursor: pointer; }
.bar button:hover { background: var(--panel); }
/* an editor looks like the code that it stands for, in the light as in the dark */
.editing .cm-editor { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; font-size: 14px; }
.editing .cm-editor.cm-focused { outline: 2px solid var(--link); }
.editing .cm-editor :is(.cm-gutters, .cm-activeLineGutter, .cm-activeLine) { background: none; color: inherit; border: 0; }
.editing .cm-editor .cm-gutters { color: var(--quiet); }
.editing .cm-editor .cm-content { caret-color: var(--ink); }
.editing .cm-editor .cm-cursor { border-left-color: var(--ink); }
.editing .cm-editor .cm-selectionBackground { background: var(--line) !important; }
.editing .cm-editor .cm-tooltip { background: var(--paper); color: var(--ink); border: 1px solid var(--line); }
.editing .cm-editor .cm-tooltip-autocomplete > ul > li[aria-selected] { background: var(--link); color: var(--paper); }
.editing .hover { max-width: 40rem; padding: 0.3rem 0.6rem; white-space: pre-wrap; }
.tok-keyword { color: var(--keyword); }
.tok-string { color: var(--string); }
.tok-number, .tok-bool { color: var(--number); }
.tok-comment { color: var(--comment); font-style: italic; }
.tok-typeName, .tok-className { color: var(--title); }
.opener { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; align-items: baseline; margin: 0 0 1rem; padding: 0.6rem 0.9rem; border: 1px dashed var(--edge); border-radius: 6px; font-size: 0.9rem; overflow-wrap: anywhere; }
.opener input { font: inherit; width: 8rem; color: transparent; }
.opener input::file-selector-button { font: inherit; }
.says { color: var(--quiet); }
.says:empty { margin-left: -0.6rem; }
.cell[data-state="running"] :is(.source, .folded > .code) { border-left: 3px solid var(--link); }
.cell[data-state="fresh"] :is(.source, .folded > .code) { border-left: 3px solid var(--green); }
.cell:is([data-state="stale"], [data-state="stopped"]) :is(.source, .folded > .code) { border-left: 3px solid var(--yellow); }
.cell[data-state="failed"] :is(.source, .folded > .code) { border-left: 3px solid #cf222e; }
.cell[data-state="stale"] [data-output] { opacity: 0.6; transition: opacity 0.2s 0.3s; }
.controls { display: flex; flex-wrap: wrap; gap: 0.4rem 1.6rem; font-size: 0.95rem; }
.controls:not(:empty) { margin: 0.8rem 0; }
.control { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.7rem; }
.control :is(input:not([type]), input[type="text"], select, button) { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 0.2rem 0.5rem; min-height: 2rem; }
.control button { color: var(--link); cursor: pointer; }
.control input[type="range"] { width: min(22rem, 50vw); min-height: 2rem; accent-color: var(--link); touch-action: pan-y; }
.control input[aria-invalid="true"] { border-color: #cf222e; }
.control label:has(input) { display: inline-flex; gap: 0.4rem; align-items: center; min-height: 2rem; }
.control input[type="checkbox"] { width: 1.1rem; height: 1.1rem; accent-color: var(--link); }
[data-value][role="slider"] { color: var(--link); border-bottom: 2px dotted; cursor: ew-resize; touch-action: pan-y; padding: 0.15rem 0.1rem; }
.control:is(.answer, .prediction) { width: 100%; background: var(--panel); border-left: 3px solid var(--link); border-radius: 0 6px 6px 0; padding: 0.7rem 1rem; }
.control fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; width: 100%; }
.control legend { padding: 0 0 0.3rem; }
.control p { margin: 0; }
.control :is(.words, .name, div) { width: 100%; }
.words[data-right="true"] { color: var(--green); }
.words[data-right="false"] { color: var(--yellow); }
.words:empty { display: none; }
.pad { width: min(34rem, 100%); touch-action: none; cursor: crosshair; color: var(--ink); font-size: 12px; user-select: none; }
.pad .ground { fill: var(--paper); stroke: var(--edge); }
.pad .grid { stroke: var(--line); fill: none; }
.pad .line { stroke: var(--link); stroke-width: 3; fill: none; stroke-linejoin: round; stroke-linecap: round; }
.pad text { fill: currentColor; }
.pad .middle { text-anchor: middle; }
.pad .end { text-anchor: end; }
.control details label { display: flex; gap: 0.6rem; align-items: center; }
.cover { color: var(--quiet); border: 1px dashed var(--edge); border-radius: 6px; padding: 0.7rem 1rem; }
.cover button { font: inherit; color: var(--link); background: none; border: 0; padding: 0.2rem; text-decoration: underline; cursor: pointer; }
.complaint { color: var(--keyword); }
.set { color: var(--quiet); }
@media print { .bar, .cover { display: none; } [data-output][hidden] { display: block; } }
.prose img, .shown img, .figure img { max-width: 100%; height: auto; }
.printed { border-left: 3px solid var(--line); margin: 0.6rem 0 0 0.6rem; }
.printed:not(.columns) { white-space: pre-wrap; overflow-wrap: anywhere; }
.error { border-color: #cf222e; }
.shown { overflow-x: auto; margin: 0.8rem 0; }
table { border-collapse: collapse; font-size: 0.93rem; }
.shown td { min-width: 4.5rem; } /* a difference stays on one line */
caption { text-align: left; color: var(--quiet); padding-bottom: 0.4rem; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.7rem; text-align: left; vertical-align: top; }
th { background: var(--panel); }
.figure { margin: 1.4rem 0; max-width: 100%; overflow-x: auto; }
.picture { background: #ffffff; color: #1f2328; color-scheme: light; width: fit-content; max-width: 100%; }
.picture :is(svg, .vega-embed) { display: block; }
.picture > svg { max-width: 100%; height: auto; }
.picture .vega-embed.has-actions { padding-right: 0; }
.picture > [data-for="phone"] { display: none; }
@media screen and (max-width: 40rem) {
  .picture > [data-for="phone"] { display: block; }
  .picture > [data-for="desk"] { display: none; }
}
.vega-bindings { padding-top: 0.6rem; font-size: 0.9rem; }
.vega-bindings input { vertical-align: middle; }

.reference pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.reference td:first-child code { overflow-wrap: normal; }
.reference td:nth-child(2) { min-width: 9rem; }

.steps { display: flex; justify-content: space-between; gap: 1rem; margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.steps a:last-child { text-align: right; }
.download { font-size: 0.9rem; color: var(--quiet); }

.lede { font-size: 1.1rem; }
.doors { display: flex; flex-wrap: wrap; gap: 0.6rem; padding: 0; margin: 1.4rem 0; list-style: none; }
.doors a { display: block; padding: 0.45rem 1rem; border: 1px solid var(--link); border-radius: 6px; text-decoration: none; font-weight: 600; }
.doors li:first-child a { background: var(--link); color: var(--paper); }
.verdict { color: var(--ink); border: 1px solid var(--edge); border-radius: 5px; text-decoration: none; white-space: nowrap; text-align: center; font-variant-numeric: tabular-nums; }
.verdict.replicated { background: var(--replicated); }
.verdict.partly { background: var(--partly); }
.verdict.not { background: var(--not); }
.verdict.open { background: var(--open); }
.verdict.untested { background: var(--untested); }
.glance { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.6rem 1.2rem; align-items: baseline; margin: 1rem 0; }
.glance dt { font-weight: 600; }
.glance dd { margin: 0; display: flex; flex-wrap: wrap; gap: 0.35rem; }
.marks { display: flex; flex-wrap: wrap; gap: 0.35rem; }
:is(.glance, .marks) .verdict { min-width: 3.5rem; padding: 0.15rem 0.4rem; }
:is(.glance, .marks) .verdict:hover { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
.claims { list-style: none; padding: 0; margin: 0; }
.claims li { display: grid; grid-template-columns: 4rem minmax(0, 1fr); gap: 0 1rem; align-items: baseline; padding: 0.55rem 0; border-top: 1px solid var(--line); }
.claims p { margin: 0; }
.claims .found { color: var(--quiet); font-size: 0.87rem; }
.findings { padding-left: 1.4rem; }
.findings p { margin: 0.3rem 0; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: 1.2rem; align-items: start; }
.gallery .figure { margin: 0; }
.gallery .picture { width: auto; }
.gallery svg { width: 100%; height: auto; }
@media (width >= 48rem) { .gallery svg { max-height: 30rem; } }
.gallery a { display: block; }
figcaption { font-size: 0.87rem; line-height: 1.5; color: var(--quiet); padding: 0.8rem 0.2rem 0; }
figcaption a { display: inline !important; }
figcaption .number { color: var(--ink); font-weight: 600; text-decoration: none; }
.note { font: 0.85rem/1.45 var(--sans); color: var(--quiet); margin: 1rem 0; border-left: 3px solid var(--line); padding-left: 0.8rem; }
.note p { margin: 0 0 0.4rem; }
@media screen and (width >= 68.75rem) {
  .note { float: right; clear: right; width: calc(var(--margin) - 2rem); margin: 0.4rem calc(-1 * var(--margin)) 1rem 0; border: 0; padding: 0; }
}

.ansi-black-fg, .ansi-bright-black-fg, .ansi-white-fg, .ansi-bright-white-fg { color: var(--quiet); }
.ansi-red-fg, .ansi-bright-red-fg { color: var(--keyword); }
.ansi-green-fg, .ansi-bright-green-fg { color: var(--green); }
.ansi-yellow-fg, .ansi-bright-yellow-fg { color: var(--yellow); }
.ansi-blue-fg, .ansi-bright-blue-fg, .ansi-cyan-fg, .ansi-bright-cyan-fg { color: var(--number); }
.ansi-magenta-fg, .ansi-bright-magenta-fg { color: var(--title); }
.ansi-red-bg, .ansi-bright-red-bg { background: var(--not); }
.ansi-green-bg, .ansi-bright-green-bg { background: var(--replicated); }
.ansi-yellow-bg, .ansi-bright-yellow-bg { background: var(--partly); }
.ansi-blue-bg, .ansi-bright-blue-bg, .ansi-cyan-bg, .ansi-bright-cyan-bg, .ansi-magenta-bg, .ansi-bright-magenta-bg { background: var(--open); }
.ansi-black-bg, .ansi-bright-black-bg, .ansi-white-bg, .ansi-bright-white-bg { background: var(--untested); }

.hljs-keyword, .hljs-literal, .hljs-built_in { color: var(--keyword); }
.hljs-string, .hljs-template-string, .hljs-regexp { color: var(--string); }
.hljs-number { color: var(--number); }
.hljs-comment { color: var(--comment); font-style: italic; }
.hljs-title, .hljs-title.function_, .hljs-title.class_ { color: var(--title); }
.hljs-subst { color: inherit; }

/* too narrow for contents beside the text */
@media (width < 80rem) {
  body { display: block; }
  nav { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: start; position: static; height: auto; overflow: visible; border-right: 0; border-bottom: 1px solid var(--line); padding: 0.3rem 1rem; }
  nav a { padding: 0.45rem 0.5rem; }
  .menu { order: -1; flex: 1 1 auto; }
  .menu[open] { flex-basis: 100%; }
  .search { margin: 0; flex: 0 1 18rem; }
  .hits { position: absolute; top: 3.2rem; right: 0.8rem; left: auto; max-height: none; }
}
@media (width < 48rem) {
  .picture { max-width: none; }
  .picture svg { max-width: 36rem; } /* where its words can still be read */
  .picture:has(> [data-for="phone"]), .picture > [data-for="phone"] { max-width: 100%; }
}
@media (width < 60rem) {
  body { font-size: 16px; }
  main { padding: 1rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  .switch { float: none; display: block; text-align: end; }
  pre { font-size: 13px; padding: 0.7rem 0.8rem; }
  .glance { grid-template-columns: 1fr; gap: 0.3rem; }
  .glance dd { padding-bottom: 0.6rem; }
  .claims li { grid-template-columns: 3.4rem minmax(0, 1fr); gap: 0 0.8rem; }
}
@media print {
  nav, .steps, .skip, .doors, .download, .vega-actions, .vega-bindings, .vega-embed summary { display: none !important; }
  body { display: block; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 18pt; }
  h1, h2, h3 { break-after: avoid; }
  :is(h2, h3) a::after { content: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 8.5pt; }
  .code { break-inside: avoid; }
  .figure { break-inside: avoid; overflow: visible; }
  .source > summary, .source:not([open]), .switch { display: none; }
  .picture, .picture div { width: auto; max-width: 100%; }
  .picture svg { max-width: 100%; max-height: 22cm; width: auto; height: auto; }
  .gallery { display: block; }
  .chapter { break-before: page; }
  .report { font-size: 9.5pt; }
  .report :is(td, th) { padding: 0.15rem 0.4rem; font-size: 8pt; }
  .report .lede { font-size: 10.5pt; }
  .report .figure { width: 56%; margin: 0 auto; }
  .report figcaption { font-size: 8pt; }
  .shown { overflow: visible; }
  summary { list-style: none; font-weight: 600; color: inherit; }
  details:not(.source)::details-content { content-visibility: visible; block-size: auto; }
}
`;
