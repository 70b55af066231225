// The replication report: what of the paper was replicated, how, what differs and what it left open, made from the
// ledger; and what ReScience C asks to be told about such a report.
import { symbolsInHtml } from "../figures/symbols";
import { expectedText, isOpenQuestion, type LedgerEntry } from "../paper/claim";
import { tally } from "../paper/scorecard-figure";
import { type Chapter, escapeHtml, labelled } from "./render";

const PAPER = "Transport and Energetic Properties of a Ring of Interacting Spins Coupled to Heat Baths";
const CITED =
  "X. Xu, K. Choo, V. Balachandran, D. Poletti, Transport and Energetic Properties of a Ring of Interacting Spins Coupled to Heat Baths, Entropy 21, 228 (2019)";
const TITLE = `[Re] ${PAPER}`;

/** The body of the page. */
export function reportBody(chapters: readonly Chapter[], claims: readonly LedgerEntry[]): string {
  const [statements, questions] = [false, true].map((open) =>
    claims.filter((claim) => isOpenQuestion(claim) === open),
  );
  const differing = statements.filter(({ verdict }) => verdict !== "replicated");
  return `<section class="prose report">
<h1>${TITLE}</h1>
<p class="lede">${escapeHtml(abstractOf(claims))}</p>
<h2 id="paper"><a href="#paper">What the paper says</a></h2>
<p>${escapeHtml(CITED)} (<a href="https://doi.org/10.3390/e21030228">doi:10.3390/e21030228</a>, <a href="https://arxiv.org/abs/1812.10951">arXiv:1812.10951</a>), studies four spins in a ring, exchanging and interacting along the bonds, with a hot bath at one site and a cold bath at the opposite one. Four sites and two spins up, with different fields, are found to be the least that carries a current around; the interaction decides whether heat flows through both branches or round the ring; where two levels nearly meet, the heat current dips, the spin current turns, and the state stores work.</p>
<h2 id="method"><a href="#method">How it was repeated</a></h2>
<p>Everything was written anew from the equations of the paper, in TypeScript, without code of its authors. The steady state of the full Redfield equation is found in the energy basis, not in the secular approximation, and comes with bounds of its errors; a state that cannot be vouched for to a relative 10<sup>−6</sup> is refused. Places of minima, turns and crossings are roots and extrema, never points of a grid. The states, also of other equations, fluxes, graphs and couplings, agree with those of QuTiP to 10<sup>−10</sup> on more than a hundred models.</p>
<p>Every statement of the paper became a claim: what to measure, what to expect, how far off the result may be. What is expected is what the paper says, never what our program finds. Where the paper says a word and no number, ours stands for it and is named as our reading. A claim that no change of the physics could refute would be worth little: swapped temperatures, other couplings, another sign of J and the secular approximation change the verdicts that they should (<a href="07-scorecard.html">chapter 7</a>).</p>
<h2 id="result"><a href="#result">What came out</a></h2>
<div class="shown"><table><thead><tr><th>part of the paper</th><th>statements</th><th>what became of them</th></tr></thead><tbody>${tallies(claims)}</tbody></table></div>
${figuresOf(chapters)}
<h2 id="differs"><a href="#differs">What differs</a></h2>
<p>Of the ${statements.length} statements ${differing.length} do not hold to the letter:</p>
${list(differing)}
<h2 id="open"><a href="#open">What the paper left open</a></h2>
<p>It expects larger rings to behave alike, and names more complex topologies and gauge fields as ways to go on. These were followed:</p>
${list(questions)}
<h2 id="readings"><a href="#readings">Our readings</a></h2>
<p>Who reads these otherwise may come to other verdicts:</p>
<ul>${readings(claims)}</ul>
<h2 id="repeat"><a href="#repeat">How to repeat it</a></h2>
<p>With Node 20.19 or newer, in a copy of the repository, <code>npm ci</code> and <code>npm run reproduce</code> run every chapter, compute every figure and claim anew and fail where a verdict or a number changes. The numbers behind the figures are in <code>data/figures</code>, the ledger in <code>data/claims.json</code>.</p>
<h2 id="all"><a href="#all">All statements</a></h2>
<div class="shown"><table><thead><tr><th>claim</th><th>statement</th><th>place</th><th>expected</th><th>measured</th><th>verdict</th></tr></thead><tbody>${rows(claims)}</tbody></table></div>
<h2 id="limits"><a href="#limits">Limits</a></h2>
<p>The report says that the equation, as the paper has it, gives what the paper reports. It does not say that the equation is right: what weak coupling, the neglected Lamb shift and the missing positivity cost is asked in <a href="03-redfield.html">chapter 3</a>.</p>
</section>`;
}

/** The report in three sentences. */
export function abstractOf(claims: readonly LedgerEntry[]): string {
  const [statements, questions] = [false, true].map((open) =>
    claims.filter((claim) => isOpenQuestion(claim) === open),
  );
  return `We repeat a study of heat and spin currents in a ring of interacting spins between two heat baths, from its equations, with a program of our own. Its ${statements.length} statements were put to the test by a number each: ${tally(statements)}. What it leaves open was asked in ${questions.length} ways: ${tally(questions)}.`;
}

const groupsOf = (claims: readonly LedgerEntry[]): string[] => [...new Set(claims.map(({ group }) => group))];

function tallies(claims: readonly LedgerEntry[]): string {
  return groupsOf(claims)
    .map((group) => {
      const members = claims.filter((claim) => claim.group === group);
      return `<tr><td>${group === "outlook" ? "what it leaves open" : group}</td><td>${members.length}</td><td>${tally(members)}</td></tr>`;
    })
    .join("");
}

function figuresOf(chapters: readonly Chapter[]): string {
  const figures = chapters.flatMap(({ figures }) => figures.filter(({ number }) => number > 1)); // Figure 1 shows the model
  figures.sort((a, b) => a.number - b.number);
  return figures
    .map(
      ({ svg, caption }) =>
        `<figure class="figure"><div class="picture">${labelled(svg, "")}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`,
    )
    .join("\n");
}

function list(claims: readonly LedgerEntry[]): string {
  const items = claims.map(
    ({ id, verdict, statement, note }) =>
      `<li><strong>${id}, ${verdict}.</strong> ${symbolsInHtml(statement)}${note === undefined ? "" : ` <em>Found:</em> ${symbolsInHtml(note)}${/[.?!]$/.test(note) ? "" : "."}`}</li>`,
  );
  return `<ul>${items.join("\n")}</ul>`;
}

function readings(claims: readonly LedgerEntry[]): string {
  const ids = new Map<string, string[]>();
  for (const { id, reading } of claims) {
    for (const each of reading?.split("; ") ?? []) ids.set(each, [...(ids.get(each) ?? []), id]);
  }
  return [...ids].map(([reading, of]) => `<li>${symbolsInHtml(reading)} (${of.join(", ")})</li>`).join("");
}

function rows(claims: readonly LedgerEntry[]): string {
  return claims
    .map((claim) => {
      const { id, title, place, measured, verdict } = claim;
      const cells = [id, title, place, expectedText(claim), measuredText(measured), verdict];
      return `<tr>${cells.map((cell) => `<td>${symbolsInHtml(cell)}</td>`).join("")}</tr>`;
    })
    .join("");
}

function measuredText(measured: LedgerEntry["measured"]): string {
  if (typeof measured !== "number") return measured ?? "–";
  return String(Math.abs(measured) < 1e-12 ? 0 : Number(measured.toPrecision(6)));
}

/** What ReScience C asks to be told, as YAML; what only its authors know stays empty. */
export function reportMetadata(claims: readonly LedgerEntry[]): string {
  const text = (words: string): string => JSON.stringify(words);
  return `# What ReScience C asks for. Names, addresses and identifiers are for its authors to fill in, the rest for its editors.
title: ${text(TITLE)}
authors:
  - name: "spin-ring contributors"
    orcid:
    email:
    affiliations: 1,*
affiliations:
  - code: 1
    name:
    address:
keywords: "quantum thermodynamics, Redfield master equation, heat current, ergotropy, TypeScript, rescience c"
code:
  - url:
  - doi:
  - swh:
data:
  - url:
  - doi:
replication:
  - cite: ${text(CITED)}
  - bib: xu2019
  - url: https://arxiv.org/abs/1812.10951
  - doi: 10.3390/e21030228
abstract: ${text(abstractOf(claims))}
bibliography:
type: Replication
domain: Open quantum systems
language: TypeScript
review:
  - url:
contributors:
  - name:
    orcid:
    role: editor
  - name:
    orcid:
    role: reviewer
  - name:
    orcid:
    role: reviewer
dates:
  - received:
  - accepted:
  - published:
article:
  - number:
  - doi:
  - url:
journal:
  - name: "ReScience C"
  - issn: 2430-3658
  - volume:
  - issue:
`;
}
