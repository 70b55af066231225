// Range by range: how many models the solver answers and refuses, and its largest error over its own bound.
//   npm run build && node data/precise/table.mjs
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

export const ranges = readdirSync(here)
  .filter((file) => file.endsWith(".ndjson"))
  .map((file) => file.slice(0, -".ndjson".length));

/** What `solve` makes of the models of a range; `wrong` holds a sentence for everything that must not be. */
export function judge(range, solve) {
  const lines = readFileSync(join(here, `${range}.ndjson`), "utf8").trimEnd().split("\n");
  const found = { models: lines.length, answered: 0, refused: 0, answerable: 0, ofThese: 0, error: 0, wrong: [] };
  lines.forEach((line, i) => {
    const reference = JSON.parse(line);
    const wrong = (what) => found.wrong.push(`${range}.ndjson, line ${i + 1}: ${what}`);
    const answerable = reference.unique && reference.slowest >= 1e-25 * reference.fastest;
    if (answerable) found.answerable++;
    let result;
    try {
      result = solve(reference.description);
    } catch (error) {
      found.refused++;
      if (!["not-unique", "ill-conditioned"].includes(error.code)) wrong(String(error.stack));
      if (answerable && error.code === "not-unique") wrong(`unique, but ${error.message}`);
      return;
    }
    found.answered++;
    if (answerable) found.ofThese++;
    if (!reference.unique) return wrong("answered, but the steady state is not unique");
    const { populations, currents } = result.certificate.accuracy;
    const total = reference.gross.reduce((sum, flow) => sum + flow);
    const errors = {
      populations: largest(reference.populations, result.populations, () => populations),
      "heat from the baths": largest(
        reference.bathHeat,
        result.bathHeat,
        (b) => currents * reference.gross[b],
      ),
      // less than the last digits of the current itself cannot be asked for
      "heat through the sites": largest(
        reference.heatCurrents,
        result.heatCurrents,
        (site) => currents * (total + Math.abs(reference.heatCurrents[site])),
      ),
    };
    const { energies, ergotropy } = reference;
    const spread = energies[energies.length - 1] - energies[0];
    // (p_k − r_k) E_k summed over the levels, every p and r with the error of a population
    const unsure = 2 * energies.length * populations * spread;
    errors.ergotropy = largest([ergotropy], [result.ergotropy], () => unsure);
    for (const [what, error] of Object.entries(errors)) {
      found.error = Math.max(found.error, error);
      if (!(error <= 1)) wrong(`${what}: the error is ${error} times its bound`);
    }
  });
  return found;
}

/** The largest error over its bound; below 1e-300 the reference has no digits. */
function largest(expected, found, bound) {
  const ratio = (key) => {
    const error = Math.abs(expected[key] - found[key]);
    return error < 1e-300 ? 0 : error / bound(key);
  };
  return Math.max(0, ...Object.keys(expected).map(ratio));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { solve } = createRequire(import.meta.url)("../../dist/index.js");
  const columns = ["models", "answered", "refused", "answerable", "of these answered", "largest error / bound"];
  console.log(`| range | ${columns.join(" | ")} |\n|---|${"---:|".repeat(columns.length)}`);
  for (const range of ranges) {
    const { models, answered, refused, answerable, ofThese, error, wrong } = judge(range, solve);
    console.log(`| ${[range, models, answered, refused, answerable, ofThese, error.toPrecision(2)].join(" | ")} |`);
    for (const what of wrong) console.error(what);
  }
}
