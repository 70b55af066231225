// Compiles the AssemblyScript of src, *.as.ts, and embeds the bytes in src/numerics/wasm-bytes.ts; --check only compares.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "src", "numerics", "wasm-bytes.ts");

let bytes;
const { error, stderr } = await asc.main(
  [
    "numerics/wasm.as.ts",
    "numerics/eigen.as.ts",
    "equations/resident.as.ts",
    "equations/turning-blocks.as.ts",
    "states/elimination.as.ts",
    "states/whole-point.as.ts",
    "--enable",
    "simd",
    "-O3",
    "--runtime",
    "stub",
    "--importMemory",
    "--noAssert",
    "-o",
    "kernel.wasm",
  ],
  {
    readFile: (name) => {
      const file = join(root, "src", name);
      return name.endsWith(".as.ts") && existsSync(file) ? readFileSync(file, "utf8") : null;
    },
    writeFile: (name, data) => {
      if (name === "kernel.wasm") bytes = data;
    },
    listFiles: () => [],
  },
);
if (error || !bytes) throw error ?? new Error(stderr.toString());

const text = `// Compiled from the *.as.ts of src by scripts/build-wasm.mjs; do not edit.
export const KERNEL_BYTES: string =
  "${Buffer.from(bytes).toString("hex")}";
`;
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error(
    "src/numerics/wasm-bytes.ts is not what the *.as.ts of src compile to: run npm run build:wasm",
  );
  process.exit(1);
}
