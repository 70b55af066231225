// The page for those who teach with the book: a syllabus of four sessions, with the links that open each point.
import type { Notebook } from "../runner/ipynb";

const TEXT = `# For lecturers

Four sessions of ninety minutes for students who have had one course of quantum mechanics. Nothing has to be installed: this book works from any web server, and from a folder without a network. What a student changes stays in that student's browser, and a chapter can be handed in as the notebook that *Download* gives. [On one page](whole.html) it can be printed.

| session | read before | show | ask, before it is shown | do |
|---|---|---|---|---|
| **1 · A bath in quantum mechanics** | – | [Chapter 0](00-one-qubit.html): density matrix, one qubit and one bath, where the Redfield equation comes from. [Chapter 1](01-model.html): ring, sector, bath | A coupling by σᶻ flips no spin. How can it carry heat? | Exercises of chapters 0 and 1 |
| **2 · Which way round?** | [Chapter 2](02-minimality.html): why four sites | [The flip](explorer.html#lecture&tour=flip), a tour of six guesses, or by hand: [the ring at Δ = 2](explorer.html#lecture=spin&delta=2), and the arrow keys take it past 2.19, where it turns. [Chapter 4](04-current-modes.html), Figure 2 | Both branches lead from hot to cold. Can heat flow backwards through one? [And without a difference of fields?](explorer.html#lecture=heat&h2=0&h3=0) | Exercises of chapter 4; [the flux](explorer.html#delta=2.19&flux=0.001) instead of Δ |
| **3 · Work from two baths** | [Chapter 5](05-avoided-crossings.html): levels that nearly meet | [The inversion](explorer.html#lecture&tour=inversion), a tour, or [which bath feeds which level](explorer.html#lecture=feeds&delta=2.27) and the [populations](explorer.html#lecture=populations&delta=2) that come of it; [Chapter 6](06-ergotropy.html), Figure 3 | Which of two levels that nearly meet is the fuller, and who fills it? | Exercises of chapters 5 and 6 |
| **4 · Does it hold?** | [Chapter 3](03-redfield.html): what is given up on the way | [The scorecard](07-scorecard.html); [the broken laws](explorer.html#lecture&tour=laws), a tour; [strong coupling](explorer.html#lecture=certificate&delta=-3.5&gamma=1): probabilities become negative | Which statement of the paper would you test first, and what number would refute it? | One claim of the [report](report.html) put to the test in a [cell of one's own](scratch.html) |

**Before a lecture.** A prediction in a chapter covers the cell below it until the class has committed itself; *Outputs are open without predictions, for teaching*, at the end of a chapter, is the instructor's switch. Exercises say right or wrong and give hints, their solutions stay folded. To change a number in front of everybody, click into the cell, change it, Shift-Enter: what hangs on it follows.

**In front of a class.** Links to the explorer above open its lecture mode, the ring and one plot as large as the window; F makes it as large as the screen. ← and → turn Δ, ↑ and ↓ change the plot, Space or a presenter's *next* goes through a tour: it covers the plots and asks, shows, and goes on. 1, 2 or 3 takes the guess of the class, ? lists the keys, Esc leaves.

**Slides.** Every chapter can be shown as [slides](04-current-modes.slides.html), made from it: its questions, formulas, figures and the sentences in bold. Space and the arrows go on and back, O shows them all, F fills the screen; what is said to them stands in the chapter, one link away. For session 1: [chapter 0](00-one-qubit.slides.html), [1](01-model.slides.html); 2: [2](02-minimality.slides.html), [4](04-current-modes.slides.html); 3: [5](05-avoided-crossings.slides.html), [6](06-ergotropy.slides.html); 4: [3](03-redfield.slides.html), [7](07-scorecard.slides.html).

**To go further**, a student project each: [larger rings](08-larger-rings.html), [a flux](09-flux.html), [two rings](10-two-rings.html), [noise](12-noise.html), [how far to trust it](13-how-far.html), [a flux that turns in time](14-driving.html).
`;

export const TEACHING: Notebook = {
  cells: [{ cell_type: "markdown", source: TEXT, metadata: {} }],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};
