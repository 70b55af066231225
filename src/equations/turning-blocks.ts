// The packed equations of a small sector in blocks, all of the tensor at once: T_ab,cd (see tensor.ts) is a sum of products
// of an entry (a, c) and an entry (b, d), so that one product of two tall matrices makes it.
import { arrays, keptBySize } from "../numerics/arrays";
import { balance, largest } from "../numerics/entries";
import { multiplyRectangular } from "../numerics/matmul";
import type { Kernel } from "../numerics/wasm";
import type { RedfieldGenerator } from "./generator";
import type { TurningBlocks } from "./liouvillian";
import { pairsOf } from "./packing";

/** The blocks of the full (non-secular) equation without Lamb shift. */
export function turningBlocks(generator: RedfieldGenerator): TurningBlocks {
  return {
    levels: generator.levels,
    fastest: largest(generator.decay),
    write: (real, imag) => writeBlocks(generator, real, imag),
    resident: {
      room: (2 * generator.couplings.length + 2) * generator.size ** 2,
      write: (kernel, real, imag, free) => writeBlocksIn(kernel, generator, real, imag, free),
    },
  };
}

/** Where T_ab,cd with c > d = pair i stands in a row (a, b) of the tensor, and T_ab,dc. */
const placesOf = keptBySize((n) => {
  const { upper, lower } = pairsOf(n);
  return {
    straight: upper.map((c, i) => c * n * n + lower[i]),
    crossed: upper.map((c, i) => lower[i] * n * n + c),
  };
}, 20);

const tensorSpace = keptBySize(
  (n) =>
    keptBySize((width) => {
      const [left, right] = arrays(2, n * n * width);
      return { left, right, tensor: new Float64Array(n ** 4) };
    }, 8),
  10,
);

// A_ab,cd = T_ab,cd + T_ab,dc and B_ab,cd = T_ab,cd − T_ab,dc for pairs, and a single T where c = d
function writeBlocks(
  { size: n, couplings, decay }: RedfieldGenerator,
  real: Float64Array,
  imag: Float64Array,
): void {
  const { upper, lower } = pairsOf(n);
  const { straight, crossed } = placesOf(n);
  const pairs = upper.length;
  const m = n + pairs;
  const n2 = n * n;
  const width = 2 * couplings.length;
  const { left, right, tensor } = tensorSpace(n)(width);
  // all of T at once, row (a, c) and column (b, d), as the product of the two factors of its terms
  for (let k = 0; k < couplings.length; k++) {
    const { operator, transition } = couplings[k];
    right.set(operator, 2 * k * n2);
    right.set(transition, (2 * k + 1) * n2);
    for (let i = 0, at = 2 * k; i < n2; i++, at += width) {
      left[at] = transition[i];
      left[at + 1] = operator[i];
    }
  }
  multiplyRectangular(left, right, n2, width, n2, tensor);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      for (let c = 0; c < n; c++) {
        tensor[(a * n + c) * n2 + b * n + b] -= decay[a * n + c];
        tensor[(a * n + a) * n2 + b * n + c] -= decay[b * n + c];
      }
    }
  }
  for (let row = 0; row < m; row++) {
    const a = row < pairs ? upper[row] : row - pairs;
    const b = row < pairs ? lower[row] : row - pairs;
    const at = a * n * n2 + b * n;
    let to = row * m;
    for (let j = 0; j < pairs; j++, to++) {
      const t = tensor[at + straight[j]];
      const other = tensor[at + crossed[j]];
      real[to] = t + other;
      if (row < pairs) imag[row * pairs + j] = t - other;
    }
    for (let c = 0; c < n; c++, to++) real[to] = tensor[at + c * n2 + c];
  }
  // probability is conserved
  balance(real, n, m, pairs * (m + 1));
}

// the same by the kernel, row by row of the tensor
function writeBlocksIn(
  { words, writeBlocks: write }: Kernel,
  { size: n, couplings, decay }: RedfieldGenerator,
  real: number,
  imag: number,
  free: number,
): void {
  const memory = words(0);
  let end = free;
  for (let k = 0; k < couplings.length; k++) {
    memory.set(couplings[k].operator, end);
    memory.set(couplings[k].transition, end + n * n);
    end += 2 * n * n;
  }
  memory.set(decay, end);
  write(n, couplings.length, 8 * free, 8 * real, 8 * imag, 8 * (end + n * n));
}
