// The front page of the book: the ring to be turned, what the paper found, the verdict on every claim with the section
// that shows it, and the figures of the paper.
import { symbols, symbolsInHtml } from "../figures/symbols";
import { isOpenQuestion, type LedgerEntry } from "../paper/claim";
import { tally, VERDICTS } from "../paper/scorecard-figure";
import { type Chapter, type DrawRing, escapeHtml, ringFigure } from "./render";

/** What the paper found, a sentence each, and the claims that it rests on. */
const FINDINGS: readonly { readonly words: string; readonly claims: readonly string[] }[] = [
  {
    words:
      "<strong>The interaction decides which way round heat and spin flow.</strong> With two spins up, near Δ = 2.19, the currents of the ring turn round, and the heat that goes from bath to bath has its minimum.",
    claims: ["5a", "5b", "6a"],
  },
  {
    words:
      "<strong>What turns them are levels that nearly meet.</strong> The turn and the minimum lie beside an avoided crossing of two low levels, and follow it when the fields change.",
    claims: ["6b", "12b", "12d"],
  },
  {
    words:
      "<strong>Beside such crossings the steady state can do work.</strong> There a level holds more than the one below it, and from this inversion comes most of the ergotropy.",
    claims: ["10c", "11a", "13a"],
  },
];

const RING_WORDS =
  "Two of the four spins are up; the left bath is hot, the right one cold. The arrows are heat and spin, computed in your browser once you touch the slider. Move the interaction Δ from 2 to 2.4: near 2.19 all arrows inside the ring turn round.";

/** The body of the front page; `claims` is the ledger, empty where there is none. */
export function frontPage(
  chapters: readonly Chapter[],
  claims: readonly LedgerEntry[],
  drawRing: DrawRing,
): string {
  const contents = chapters.map(({ name, title }) => {
    const [, number, words] = /^(?:(\d+)\s*·\s*)?(.*)$/.exec(title) ?? [];
    return `<li${number ? ` value="${number}"` : ""}><a href="${name}.html">${escapeHtml(words)}</a></li>`;
  });
  return `<section class="prose">
<h1>A ring of spins between two heat baths</h1>
<p class="lede">Four spins sit in a ring, a hot bath at one of them and a cold bath at the opposite one. Which way round do heat and spin flow, and can work be drawn from the state they settle in?</p>
${ringFigure("delta=2", "delta", RING_WORDS, drawRing)}
<p>This is an executable paper. It takes <em>Transport and Energetic Properties of a Ring of Interacting Spins Coupled to Heat Baths</em> by Xu, Choo, Balachandran and Poletti (Entropy 21, 228, 2019; <a href="https://arxiv.org/abs/1812.10951">arXiv:1812.10951</a>), derives it step by step, and computes every number and figure again, beside the code that does it.</p>
<ul class="doors"><li><a href="${chapters[0]?.name ?? "index"}.html">Read from the beginning</a></li><li><a href="explorer.html">Turn the knobs in the explorer</a></li></ul>
<h2 id="findings"><a href="#findings">What the paper found</a></h2>
<ol class="findings">${findings(chapters, claims)}</ol>
${glance(chapters, claims)}
<h2 id="figures"><a href="#figures">The figures</a></h2>
</section>
<div class="gallery wide">${gallery(chapters)}</div>
<section class="prose">
<h2 id="chapters"><a href="#chapters">Chapters</a></h2>
<ol>${contents.join("")}</ol>
<h2 id="run"><a href="#run">Run it yourself</a></h2>
<p>With Node 20.19 or newer, in a copy of the repository:</p>
<pre><code>npm ci             # once
npm start          # this book
npm run lab        # edit it in Jupyter
npm run reproduce  # compute it all anew</code></pre>
<p>Or here: every cell of the chapters has a Run button, and a click into its code makes it yours to change. Nothing is sent anywhere. Each chapter can be downloaded at its end, with what you changed. To read on paper, there is <a href="whole.html">the whole book on one page</a>, and a <a href="report.html">replication report</a> of a few. Who teaches with it finds <a href="lecturers.html">a syllabus</a>.</p>
${inWords(chapters, claims)}
</section>`;
}

/** The sections that the front page has of its own, for the contents. */
export const FRONT_SECTIONS: Chapter["sections"] = [
  { id: "findings", title: "What the paper found" },
  { id: "scorecard", title: "Scorecard" },
  { id: "figures", title: "The figures" },
  { id: "chapters", title: "Chapters" },
  { id: "run", title: "Run it yourself" },
  { id: "claims", title: "Every claim in words" },
];

function findings(chapters: readonly Chapter[], claims: readonly LedgerEntry[]): string {
  return FINDINGS.map(({ words, claims: ids }) => {
    const members = claims.filter(({ id }) => ids.includes(id));
    return `<li><p>${words}</p><p class="marks">${marks(chapters, members)}</p></li>`;
  }).join("\n");
}

/** What the paper expects of larger rings, which is a claim of its own in many parts. */
const isExpectation = ({ id }: LedgerEntry): boolean => Number.parseInt(id, 10) === 14;

function glance(chapters: readonly Chapter[], claims: readonly LedgerEntry[]): string {
  const statements = claims.filter((claim) => !isOpenQuestion(claim));
  const expected = claims.filter(isExpectation);
  const ideas = claims.filter((claim) => isOpenQuestion(claim) && !isExpectation(claim));
  const rows = groups(statements).map(
    ([group, members]) => `<dt>${escapeHtml(capital(group))}</dt><dd>${marks(chapters, members)}</dd>`,
  );
  return `<h2 id="scorecard"><a href="#scorecard">Scorecard</a></h2>
<p>What became of the ${statements.length} things that the paper says: <strong>${tally(statements, true)}</strong>. Each mark leads to the section that shows it; <a href="#claims">in words</a> they stand below.</p>
<dl class="glance">${rows.join("\n")}</dl>
${expected.length > 0 ? expectation(chapters, expected) : ""}
<p>What else it leaves open was followed as well: <strong>${tally(ideas, true)}</strong>.</p>
<p class="marks">${marks(chapters, ideas)}</p>`;
}

function expectation(chapters: readonly Chapter[], claims: readonly LedgerEntry[]): string {
  const holds = claims.every(({ verdict }) => verdict === "replicated");
  const [first] = claims;
  const told = placeOf(chapters, { ...first, notebook: { ...first.notebook, heading: "What it means" } });
  return `<h3 id="expectation">Its one expectation</h3>
<p>The paper closes with what it expects and does not compute: that in larger rings more avoided crossings matter, and that the behaviour stays the same in kind. Asked in ${claims.length} ways: <strong>${tally(claims, true)}</strong>. <strong>It ${holds ? "holds" : "does not hold as expected"}</strong>: <a href="${told}">what a larger ring keeps, and what it loses</a>.</p>
<p class="marks">${marks(chapters, claims)}</p>`;
}

/** A mark for each claim, which leads to what shows it. */
function marks(chapters: readonly Chapter[], claims: readonly LedgerEntry[]): string {
  const each = claims.map((claim) => {
    const label = `Claim ${claim.id}, ${claim.verdict}: ${symbols(claim.title)}`;
    return `<a ${verdictClass(claim)} href="${placeOf(chapters, claim)}" title="${escapeHtml(symbols(claim.title))}" aria-label="${escapeHtml(label)}">${claim.id} ${markOf(claim)}</a>`;
  });
  return each.join("");
}

function inWords(chapters: readonly Chapter[], claims: readonly LedgerEntry[]): string {
  const parts = groups(claims).map(([group, members]) => {
    const items = members.map((claim) => {
      const { statement, place, verdict, reading, note } = claim;
      const ours = reading === undefined ? "" : ` Our reading: ${symbolsInHtml(reading)}.`;
      const qualified =
        verdict === "replicated" || note === undefined ? "" : ` ${symbolsInHtml(capital(note))}.`;
      return `<li><span ${verdictClass(claim)}>${claim.id} ${markOf(claim)}</span><div><p><a href="${placeOf(chapters, claim)}">${symbolsInHtml(statement)}</a></p><p class="found">${escapeHtml(capital(verdict))}. ${escapeHtml(place)}.${ours}${qualified}</p></div></li>`;
    });
    return `<h3>${escapeHtml(capital(group))}</h3><ul class="claims">${items.join("\n")}</ul>`;
  });
  return `<h2 id="claims"><a href="#claims">Every claim in words</a></h2>
${parts.join("\n")}`;
}

function gallery(chapters: readonly Chapter[]): string {
  const figures = chapters.flatMap((chapter) => chapter.figures.map((figure) => ({ ...figure, chapter })));
  return figures
    .sort((a, b) => a.number - b.number)
    .map(({ number, svg, caption, section, chapter }) => {
      const href = `${chapter.name}.html${section === "" ? "" : `#${section}`}`;
      const words = escapeHtml(caption.replace(/^Figure \d+\.\s*/, ""));
      return `<figure class="figure"><a href="${href}" tabindex="-1" aria-hidden="true"><div class="picture">${svg}</div></a>
<figcaption><a href="${href}">Figure ${number}.</a> ${words}</figcaption></figure>`;
    })
    .join("\n");
}

/** The section that shows a claim. */
function placeOf(chapters: readonly Chapter[], { id, notebook }: LedgerEntry): string {
  const name = notebook.file.replace(/\.ipynb$/, "");
  const chapter = chapters.find((each) => each.name === name);
  const section = chapter?.headings.get(notebook.heading);
  if (chapter && section === undefined) {
    throw new Error(`claim ${id}: there is no section "${notebook.heading}" in ${notebook.file}`);
  }
  return chapter ? `${name}.html#${section}` : "#claims";
}

function groups(claims: readonly LedgerEntry[]): [string, LedgerEntry[]][] {
  const names = [...new Set(claims.map(({ group }) => group))];
  return names.map((name) => [name, claims.filter(({ group }) => group === name)]);
}

const verdictClass = ({ verdict }: LedgerEntry): string =>
  `class="verdict ${verdict === "not testable" ? "untested" : verdict}"`;

const markOf = ({ verdict }: LedgerEntry): string =>
  `<span aria-hidden="true">${VERDICTS.find((each) => each.verdict === verdict)?.mark ?? "?"}</span>`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
