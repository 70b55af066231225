// Imports run one way: a room of src uses the rooms below it and none above.

/** The rooms of the library, which run anywhere, and those that use them; the lowest first. */
const library = [
  "version.ts",
  "optional.ts",
  "input",
  "numerics",
  "model",
  "baths",
  "equations",
  "states",
  "description.ts",
  "observables",
  "solve.ts",
  "sweep",
  "figures",
  "cells",
  "index.ts",
  "paper",
];
const rooms = [...library, "node", "kernel", "runner", "book", "cli"];

const within = (names) => `^src/(${names.map((name) => name.replace(".", "[.]")).join("|")})(/|$)`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms.map((room, i) => ({
      name: `${room} uses only what is below it`,
      severity: "error",
      from: { path: within([room]) },
      to: { path: "^src/", pathNot: within(rooms.slice(0, i + 1)) },
    })),
    {
      name: "every room has its place in this file",
      severity: "error",
      from: { path: "^src/", pathNot: within(rooms) },
      to: {},
    },
    {
      name: "a solver knows an equation by what it hands over",
      severity: "error",
      from: { path: "^src/states/(direct|elimination|krylov|undamped)[.]ts$" },
      to: {
        path: "^src/(equations|baths|model)/",
        pathNot: "^src/equations/(liouvillian|packing|undamped-modes)[.]ts$",
      },
    },
    {
      name: "no circles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "the library runs without Node",
      severity: "error",
      from: { path: within(library) },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "what is imported exists",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true, // types count too
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "types"],
    },
    tsConfig: { fileName: "tsconfig.json" },
  },
};
