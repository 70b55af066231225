// C = A B for an m × l matrix A and an l × n matrix B of doubles, row-major, m and n multiples of 4; AssemblyScript,
// compiled to WebAssembly with two doubles a register. Every entry of C sums its products in the order of k, as a plain loop does, so that both
// give the same bits.
//
// The work goes in blocks of DEPTH rows of B. Within a block, four columns of B and four rows of A are copied to where
// they lie side by side, and the innermost loop keeps the sixteen sums of a 4 × 4 tile of C in registers.

const DEPTH: i32 = 256;

export function gemm(m: i32, l: i32, n: i32, a: usize, b: usize, c: usize, scratch: usize): void {
  const rowBytesA: usize = (<usize>l) << 3;
  const rowBytes: usize = (<usize>n) << 3;
  const stripA = scratch; // 4 × DEPTH doubles
  const panelsB = scratch + ((<usize>DEPTH) << 5); // n × DEPTH doubles
  for (let from: i32 = 0; from < l; from += DEPTH) {
    const depth = min(DEPTH, l - from);
    const panelBytes: usize = (<usize>depth) << 5;
    for (let k: i32 = 0; k < depth; k++) {
      let source = b + (<usize>(from + k)) * rowBytes;
      let target = panelsB + ((<usize>k) << 5);
      for (let j: i32 = 0; j < n; j += 4) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        source += 32;
        target += panelBytes;
      }
    }
    for (let i: i32 = 0; i < m; i += 4) {
      let row = a + (<usize>i) * rowBytesA + ((<usize>from) << 3);
      for (let k: i32 = 0; k < depth; k++) {
        const target = stripA + ((<usize>k) << 5);
        f64.store(target, f64.load(row));
        f64.store(target, f64.load(row + rowBytesA), 8);
        f64.store(target, f64.load(row + 2 * rowBytesA), 16);
        f64.store(target, f64.load(row + 3 * rowBytesA), 24);
        row += 8;
      }
      let panel = panelsB;
      let tile = c + (<usize>i) * rowBytes;
      for (let j: i32 = 0; j < n; j += 4) {
        multiplyTile(depth, from == 0, stripA, panel, tile, rowBytes);
        panel += panelBytes;
        tile += 32;
      }
    }
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function multiplyTile(depth: i32, fresh: bool, strip: usize, panel: usize, tile: usize, rowBytes: usize): void {
  const row1 = tile + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  let c00 = f64x2.splat(0), c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0), c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0), c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0), c31 = f64x2.splat(0);
  if (!fresh) {
    c00 = v128.load(tile); c01 = v128.load(tile, 16);
    c10 = v128.load(row1); c11 = v128.load(row1, 16);
    c20 = v128.load(row2); c21 = v128.load(row2, 16);
    c30 = v128.load(row3); c31 = v128.load(row3, 16);
  }
  const end = strip + ((<usize>depth) << 5);
  for (; strip < end; strip += 32, panel += 32) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let factor = v128.load64_splat(strip);
    c00 = f64x2.add(c00, f64x2.mul(factor, b0));
    c01 = f64x2.add(c01, f64x2.mul(factor, b1));
    factor = v128.load64_splat(strip, 8);
    c10 = f64x2.add(c10, f64x2.mul(factor, b0));
    c11 = f64x2.add(c11, f64x2.mul(factor, b1));
    factor = v128.load64_splat(strip, 16);
    c20 = f64x2.add(c20, f64x2.mul(factor, b0));
    c21 = f64x2.add(c21, f64x2.mul(factor, b1));
    factor = v128.load64_splat(strip, 24);
    c30 = f64x2.add(c30, f64x2.mul(factor, b0));
    c31 = f64x2.add(c31, f64x2.mul(factor, b1));
  }
  v128.store(tile, c00); v128.store(tile, c01, 16);
  v128.store(row1, c10); v128.store(row1, c11, 16);
  v128.store(row2, c20); v128.store(row2, c21, 16);
  v128.store(row3, c30); v128.store(row3, c31, 16);
}
