// What is timed, of any build of the library: `node bench/points.mjs ROOT WHAT [N]` measures what needs a process of its
// own and prints one number.
//   memory N     peak MB of a process that computes one point of N sites; N = 0 loads nothing, 1 the library alone
//   first        processor seconds a point of the first 200 of the ring of four
//   figure3a N   processor seconds of Figure 3a on N × N points, all cores
//   sweep8 N     processor seconds of N points of the ring of eight along the interaction, all cores
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A half-filled ring with the paper's baths at opposite sites and its fields on two neighbours. */
export function ring(sites, interaction = 2.19) {
  const fields = Array.from({ length: sites }, (_, l) => (l === 1 ? 2 : l === 2 ? 1 : 0));
  const baths = [1, sites / 2 + 1].map((site, b) => ({
    site,
    temperature: 2 - b,
    coupling: 0.01,
    cutoff: 10,
  }));
  return { sites, spinsUp: sites / 2, exchange: 1, interaction, fields, baths };
}

/** A full point: model, steady state with its certificate, every observable. */
export function fullPoint(library, description) {
  const { model, baths } = library.modelFromDescription(description);
  const state = library.steadyState(model, baths);
  return {
    state,
    heat: library.heatCurrents(state),
    spin: library.spinCurrents(state),
    ergotropy: library.ergotropy(state),
  };
}

export const libraryIn = (root) => import(pathToFileURL(join(root, "dist", "index.js")));

/** Seconds of the processor, on all cores together, compiling and collecting memory included. */
async function seconds(run) {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const figure3a = (count) => ({
  base: ring(4),
  axes: [
    { name: "interaction", values: { from: -4, to: 4, count } },
    {
      name: "temperatureDifference",
      values: { from: -1, to: 1, count },
      sets: { "baths.1.temperature": [1.5, 0.5], "baths.2.temperature": [1.5, -0.5] },
    },
  ],
  observe: ["ergotropy"],
});

const sweep8 = (count) => ({
  base: ring(8),
  axes: [{ name: "interaction", values: { from: 0, to: 3, count } }],
  observe: ["ergotropy"],
});

const measured = {
  async memory(root, sites) {
    const library = sites > 0 ? await libraryIn(root) : undefined;
    if (sites > 1) fullPoint(library, ring(sites));
    return process.resourceUsage().maxRSS / 1024;
  },
  async first(root) {
    const library = await libraryIn(root);
    const run = () => {
      for (let i = 0; i < 200; i++) fullPoint(library, ring(4, 2 + i / 1000));
    };
    return (await seconds(run)) / 200;
  },
  async figure3a(root, count) {
    const { sweep } = await libraryIn(root);
    return seconds(() => sweep(figure3a(count)));
  },
  async sweep8(root, count) {
    const { sweep } = await libraryIn(root);
    return seconds(() => sweep(sweep8(count)));
  },
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [root, what, size] = process.argv.slice(2);
  console.log(await measured[what](root, Number(size)));
  process.exit();
}
