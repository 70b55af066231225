// CommonJS, as the rest of the package. `npm test` needs Node alone; `npm run test:frontends` drives Chromium and
// Debian's Jupyter, so it is a project of its own.
const frontends = ["test/browser/**/*.test.ts", "test/jupyter/**/*.test.ts"];
const project = (name: string, include: string[], exclude: string[] = []) => ({
  // only what hangs reaches these: a machine may be busy
  test: { name, include, exclude, testTimeout: 240_000, hookTimeout: 240_000 },
});

module.exports = {
  test: {
    maxWorkers: 2,
    projects: [project("library", ["test/**/*.test.ts"], frontends), project("frontends", frontends)],
  },
};
