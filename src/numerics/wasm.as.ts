// The innermost loops of the linear algebra: AssemblyScript, compiled to WebAssembly with two doubles a register. All
// matrices are row-major doubles at byte addresses. Every entry is computed in the order of the plain loops in
// matmul.ts, lu.ts and symmetric-eigen.ts, so that both give the same bits.

// C = sign A B, or C += sign A B, for an m × l matrix A and an l × n matrix B, of doubles or floats. A and B have a
// distance from row to row and one from column to column each, so that they may be parts of other matrices or transposed;
// the columns of C lie side by side. The work goes in blocks of DEPTH rows of B. Within a block, 32 bytes of columns of B
// and four rows of A are copied to where they lie side by side, and the innermost loop keeps the sums of a tile of C in
// registers. Tiles at the edges are worked on in a place of their own.

const DEPTH: i32 = 256;

export function gemm<T>(
  m: i32, l: i32, n: i32,
  a: usize, aRow: i32, aColumn: i32,
  b: usize, bRow: i32, bColumn: i32,
  c: usize, cRow: i32,
  sign: T, add: bool, scratch: usize,
): void {
  const size = sizeof<T>();
  const width = 32 / <i32>size;
  const rowA = <usize>aRow * size, columnA = <usize>aColumn * size;
  const rowB = <usize>bRow * size, columnB = <usize>bColumn * size;
  const rowC = <usize>cRow * size;
  const edge = scratch; // one tile
  const stripA = edge + 128; // 4 × DEPTH numbers
  const panelsB = stripA + ((<usize>DEPTH) << 5); // DEPTH × n numbers, n a multiple of the width
  for (let from: i32 = 0; from < l; from += DEPTH) {
    const depth = min(DEPTH, l - from);
    const panelBytes: usize = (<usize>depth) << 5;
    const fresh = from == 0 && !add;
    for (let k: i32 = 0; k < depth; k++) {
      const row = b + (<usize>(from + k)) * rowB;
      let source = row;
      let target = panelsB + ((<usize>k) << 5);
      let j: i32 = 0;
      if (bColumn == 1) {
        for (; j + width <= n; j += width) {
          v128.store(target, v128.load(source));
          v128.store(target, v128.load(source, 16), 16);
          source += 32;
          target += panelBytes;
        }
      }
      for (; j < n; j += width, target += panelBytes) {
        for (let i: i32 = 0; i < width; i++, source += columnB) {
          store<T>(target + (<usize>i) * size, j + i < n ? load<T>(source) : <T>0);
        }
      }
    }
    for (let i: i32 = 0; i < m; i += 4) {
      const rows = min(4, m - i);
      for (let r: usize = 0; r < 4; r++) {
        let row = a + (<usize>i + r) * rowA + (<usize>from) * columnA;
        let target = stripA + r * size;
        for (let k: i32 = 0; k < depth; k++, row += columnA, target += 4 * size) {
          store<T>(target, <i32>r < rows ? sign * load<T>(row) : <T>0);
        }
      }
      let panel = panelsB;
      let tile = c + (<usize>i) * rowC;
      for (let j: i32 = 0; j < n; j += width, panel += panelBytes, tile += 32) {
        const columns = min(width, n - j);
        if (rows == 4 && columns == width) {
          multiplyTile<T>(depth, fresh, stripA, panel, tile, rowC);
          continue;
        }
        const bytes = (<usize>columns) * size;
        if (!fresh) for (let r: usize = 0; <i32>r < rows; r++) memory.copy(edge + (r << 5), tile + r * rowC, bytes);
        multiplyTile<T>(depth, fresh, stripA, panel, edge, 32);
        for (let r: usize = 0; <i32>r < rows; r++) memory.copy(tile + r * rowC, edge + (r << 5), bytes);
      }
    }
  }
}

// C = A B, all row by row
export function multiply(m: i32, l: i32, n: i32, a: usize, b: usize, c: usize, scratch: usize): void {
  gemm<f64>(m, l, n, a, l, 1, b, n, 1, c, n, 1, false, scratch);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function multiplyTile<T>(depth: i32, fresh: bool, strip: usize, panel: usize, tile: usize, rowBytes: usize): void {
  const row1 = tile + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  let c00 = v128.splat<T>(0), c01 = v128.splat<T>(0);
  let c10 = v128.splat<T>(0), c11 = v128.splat<T>(0);
  let c20 = v128.splat<T>(0), c21 = v128.splat<T>(0);
  let c30 = v128.splat<T>(0), c31 = v128.splat<T>(0);
  if (!fresh) {
    c00 = v128.load(tile); c01 = v128.load(tile, 16);
    c10 = v128.load(row1); c11 = v128.load(row1, 16);
    c20 = v128.load(row2); c21 = v128.load(row2, 16);
    c30 = v128.load(row3); c31 = v128.load(row3, 16);
  }
  const end = panel + ((<usize>depth) << 5);
  for (; panel < end; strip += 4 * sizeof<T>(), panel += 32) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let factor = v128.load_splat<T>(strip);
    c00 = v128.add<T>(c00, v128.mul<T>(factor, b0));
    c01 = v128.add<T>(c01, v128.mul<T>(factor, b1));
    factor = v128.load_splat<T>(strip, sizeof<T>());
    c10 = v128.add<T>(c10, v128.mul<T>(factor, b0));
    c11 = v128.add<T>(c11, v128.mul<T>(factor, b1));
    factor = v128.load_splat<T>(strip, 2 * sizeof<T>());
    c20 = v128.add<T>(c20, v128.mul<T>(factor, b0));
    c21 = v128.add<T>(c21, v128.mul<T>(factor, b1));
    factor = v128.load_splat<T>(strip, 3 * sizeof<T>());
    c30 = v128.add<T>(c30, v128.mul<T>(factor, b0));
    c31 = v128.add<T>(c31, v128.mul<T>(factor, b1));
  }
  v128.store(tile, c00); v128.store(tile, c01, 16);
  v128.store(row1, c10); v128.store(row1, c11, 16);
  v128.store(row2, c20); v128.store(row2, c21, 16);
  v128.store(row3, c30); v128.store(row3, c31, 16);
}

// LU factors of an n × n matrix in place, with the order of its rows, as doubles, at `rows`; see luFactor in lu.ts.
export function luFactor(a: usize, n: i32, rows: usize, steps: i32): f64 {
  const rowBytes: usize = (<usize>n) << 3;
  const end = a + (<usize>n) * rowBytes;
  let smallest: f64 = Infinity;
  for (let i = 0; i < n; i++) f64.store(rows + ((<usize>i) << 3), i);
  for (let k = 0; k < steps; k += 2) {
    const top = a + (<usize>k) * rowBytes;
    const column: usize = (<usize>k) << 3;
    const pivot = bringUpPivot(a, n, rows, k, steps);
    if (pivot < smallest) smallest = pivot;
    if (!(pivot > 0)) return 0;
    const inverse = 1 / f64.load(top + column);
    const next = top + rowBytes;
    if (k + 1 === steps) {
      for (let row = next; row < end; row += rowBytes) {
        const f = f64.load(row + column) * inverse;
        f64.store(row + column, f);
        let j = column + 8;
        for (; j + 8 < rowBytes; j += 16) {
          v128.store(row + j, f64x2.sub(v128.load(row + j), f64x2.mul(f64x2.splat(f), v128.load(top + j))));
        }
        if (j < rowBytes) f64.store(row + j, f64.load(row + j) - f * f64.load(top + j));
      }
      break;
    }

    const above = f64.load(top + column, 8);
    for (let row = next; row < end; row += rowBytes) {
      const f = f64.load(row + column) * inverse;
      f64.store(row + column, f);
      f64.store(row + column, f64.load(row + column, 8) - f * above, 8);
    }
    const second = bringUpPivot(a, n, rows, k + 1, steps);
    if (second < smallest) smallest = second;
    if (!(second > 0)) return 0;
    const inverseNext = 1 / f64.load(next + column, 8);
    const factor = f64.load(next + column);
    for (let j = column + 16; j < rowBytes; j += 8) {
      f64.store(next + j, f64.load(next + j) - factor * f64.load(top + j));
    }
    for (let row = next + rowBytes; row < end; row += rowBytes) {
      const f = f64.load(row + column);
      const g = f64.load(row + column, 8) * inverseNext;
      f64.store(row + column, g, 8);
      if (f === 0 && g === 0) continue;
      let j = column + 16;
      for (; j + 8 < rowBytes; j += 16) {
        const entry = f64x2.sub(v128.load(row + j), f64x2.mul(f64x2.splat(f), v128.load(top + j)));
        v128.store(row + j, f64x2.sub(entry, f64x2.mul(f64x2.splat(g), v128.load(next + j))));
      }
      if (j < rowBytes) {
        f64.store(row + j, f64.load(row + j) - f * f64.load(top + j) - g * f64.load(next + j));
      }
    }
  }
  return smallest;
}

function bringUpPivot(a: usize, n: i32, rows: usize, k: i32, end: i32): f64 {
  const rowBytes: usize = (<usize>n) << 3;
  const column = a + ((<usize>k) << 3);
  let best = k;
  let size = Math.abs(f64.load(column + (<usize>k) * rowBytes));
  for (let i = k + 1; i < end; i++) {
    const candidate = Math.abs(f64.load(column + (<usize>i) * rowBytes));
    if (candidate > size) {
      best = i;
      size = candidate;
    }
  }
  if (best === k) return size;
  swap(rows + ((<usize>k) << 3), rows + ((<usize>best) << 3));
  const down = (<usize>(best - k)) * rowBytes;
  const from = a + (<usize>k) * rowBytes;
  for (let at = from; at < from + rowBytes; at += 8) swap(at, at + down);
  return size;
}

// @ts-ignore: decorator of AssemblyScript
@inline
function swap(one: usize, other: usize): void {
  const value = f64.load(one);
  f64.store(one, f64.load(other));
  f64.store(other, value);
}

// Rotates pairs of neighbouring rows of a matrix with n columns, one pair after the other: `upper` holds the first row
// of each, as doubles. See delayedRotations in symmetric-eigen.ts.
export function rotate(a: usize, n: i32, panel: i32, count: i32, upper: usize, cosines: usize, sines: usize): void {
  const rowBytes: usize = (<usize>n) << 3;
  const panelBytes: usize = (<usize>panel) << 3;
  const rotations: usize = (<usize>count) << 3;
  for (let from: usize = 0; from < rowBytes; from += panelBytes) {
    const width = min(panelBytes, rowBytes - from);
    for (let r: usize = 0; r < rotations; r += 8) {
      const cosine = f64.load(cosines + r);
      const sine = f64.load(sines + r);
      const first = a + (<usize>f64.load(upper + r)) * rowBytes + from;
      const end = first + width;
      let at = first;
      for (; at + 8 < end; at += 16) {
        const u = v128.load(at);
        const v = v128.load(at + rowBytes);
        v128.store(at + rowBytes, f64x2.add(f64x2.mul(f64x2.splat(sine), u), f64x2.mul(f64x2.splat(cosine), v)));
        v128.store(at, f64x2.sub(f64x2.mul(f64x2.splat(cosine), u), f64x2.mul(f64x2.splat(sine), v)));
      }
      if (at < end) {
        const u = f64.load(at);
        const v = f64.load(at + rowBytes);
        f64.store(at + rowBytes, sine * u + cosine * v);
        f64.store(at, cosine * u - sine * v);
      }
    }
  }
}
