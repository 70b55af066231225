// CommonJS, as the rest of the package. `npm test` needs Node alone and stays under two minutes: what takes
// nearly ten seconds or more by itself is left to `npm run test:slow`. `npm run test:frontends` drives Chromium, Firefox and Debian's Jupyter.
const slow = [
  "test/book/cell-types.test.ts",
  "test/paper/evaluate.test.ts",
  "test/cells/{names,types}.test.ts",
  "test/cli/{book,solve,sweep}.test.ts",
  "test/package/package.test.ts",
  "test/notebooks/{book,display,kernel,launch,memory,reproduce,run,stdin,stock}.test.ts",
  "test/figures/symbols.test.ts",
  "test/observables/degenerate-levels.test.ts",
  "test/physics/precise.test.ts",
  "test/states/{large-ring,uniqueness}.test.ts",
];
const frontends = ["test/browser/**/*.test.ts", "test/jupyter/**/*.test.ts"];
const anywhere = ["test/package/anywhere.test.ts"];
const project = (name: string, include: string[], exclude: string[] = []) => ({
  // only what hangs reaches these: a machine may be busy
  test: { name, include, exclude, testTimeout: 240_000, hookTimeout: 240_000 },
});

module.exports = {
  test: {
    maxWorkers: 2,
    projects: [
      project("library", ["test/**/*.test.ts"], [...slow, ...frontends, ...anywhere]),
      project("slow", slow),
      { test: { ...project("frontends", frontends).test, globalSetup: ["test/browser/book-once.ts"] } },
      project("anywhere", anywhere),
    ],
  },
};
