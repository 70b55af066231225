// CommonJS, as the rest of the package
module.exports = { test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, maxWorkers: 2 } };
