// One display carries the live figure, a picture and a description: each front end takes the best it can show.
import { type Described, figureSvg } from "./svg";
import type { Content } from "./wire";

/** Shows a figure below the cell: `await show(figure)`. */
export async function show<F extends Described>(figure: F): Promise<void> {
  const svg = await figureSvg(figure);
  const write = displayWriter();
  if (!write) {
    console.log(figure.description);
    return;
  }
  const data = {
    "application/vnd.vegalite.v5+json": figure,
    "image/svg+xml": svg,
    "text/plain": figure.description,
  };
  write({ data, metadata: {}, transient: {} });
}

/** Writes a display message, or updates one. */
export type DisplayWriter = (content: Content, update?: boolean) => void;

/** What writes to the running cell; undefined outside a kernel. */
export function displayWriter(): DisplayWriter | undefined {
  // only a kernel has loaded this module of tslab, and loading it here would cost a whole TypeScript compiler
  return require.cache[require.resolve("tslab/dist/jupyter")]?.exports.lastWriteDisplayData ?? undefined;
}
