// Imports run one way: a room of src uses the rooms below it and none above.

/** The rooms of the physics, which run anywhere, and those that use them; the lowest first. */
const physics = [
  "input",
  "numerics",
  "model",
  "baths",
  "equations",
  "states",
  "observables",
  "solve.ts",
  "sweep",
  "index.ts",
];
const rooms = [...physics, "figures", "paper", "cells", "host", "kernel", "runner", "book", "cli"];

/** What is still the other way round: from a room, to files. */
const exceptions = {
  "index.ts": "^src/(figures|paper|host)/",
  host: "^src/kernel/wire[.]ts$",
};
const nodeUsers = "^src/sweep/shard[.]ts$";
const circles = "^src/host/(display|shown|table)[.]ts$";

const within = (names) => `^src/(${names.map((name) => name.replace(".", "[.]")).join("|")})(/|$)`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms.map((room, i) => ({
      name: `${room} uses only what is below it`,
      severity: "error",
      from: { path: within([room]) },
      to: { path: "^src/", pathNot: [within(rooms.slice(0, i + 1)), exceptions[room]].filter(Boolean) },
    })),
    {
      name: "every room has its place in this file",
      severity: "error",
      from: { path: "^src/", pathNot: within(rooms) },
      to: {},
    },
    {
      name: "no circles",
      severity: "error",
      from: { pathNot: circles },
      to: { circular: true },
    },
    {
      name: "the physics runs without Node",
      severity: "error",
      from: { path: within(physics), pathNot: nodeUsers },
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
    tsConfig: { fileName: "tsconfig.json" },
  },
};
