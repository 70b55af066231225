// A page of the book for the reader's own: cells with the library at hand, which nobody has run.
import type { Notebook } from "../runner/ipynb";

const START = `import { ohmicBath, ringModel, show, steadyState } from "spin-ring";

const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
await show(steadyState(ring, baths));`;

const INTRODUCTION = `# Scratch page

Cells of your own, with the library at hand: the first one is a beginning, the others are free. Edit opens a cell; \`Shift-Enter\` runs it and moves on. There are \`spin-ring\`, \`spin-ring/figures\`, \`spin-ring/paper\`, \`ml-matrix\` and \`mathjs\`; the reference says what is in them. What you write stays in this browser. At the end it can be downloaded as a notebook, and any cell goes to somebody else as a link. A notebook of yours can be opened here as well: it stays on your machine.`;

const code = (source: string) => ({
  cell_type: "code" as const,
  source,
  metadata: {},
  outputs: [],
  execution_count: null,
});

/** The notebook that the page is made from. */
export const SCRATCH: Notebook = {
  nbformat: 4,
  nbformat_minor: 4,
  metadata: {
    kernelspec: { name: "spin-ring", display_name: "TypeScript (spin-ring)", language: "typescript" },
  },
  cells: [
    { cell_type: "markdown", source: INTRODUCTION, metadata: {} },
    code(START),
    ...Array.from({ length: 5 }, () => code("// yours")),
  ],
};
