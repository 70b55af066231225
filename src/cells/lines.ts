// Where a line of compiled code came from: the part of a source map that errors need.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** For every compiled line, the source's lines by column: pairs (column, line), both from 0. */
function readLines(mappings: string): (readonly (readonly [column: number, line: number])[])[] {
  let line = 0;
  return mappings.split(";").map((segments) => {
    let column = 0;
    const pairs: [number, number][] = [];
    for (const segment of segments.split(",")) {
      const fields = numbersOf(segment);
      if (fields.length === 0) continue;
      column += fields[0];
      line += fields[2] ?? 0;
      if (fields.length > 2) pairs.push([column, line]);
    }
    return pairs;
  });
}

function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

/** The source's line of a place in compiled code, all from 1; undefined above the first line that has one. */
export function sourceLine(mappings: string, line: number, column: number): number | undefined {
  const lines = readLines(mappings);
  const own = lines[line - 1]?.findLast(([from]) => from <= column - 1) ?? lines[line - 1]?.[0];
  const nearest =
    own ??
    lines
      .slice(0, line)
      .findLast((pairs) => pairs.length > 0)
      ?.at(-1);
  return nearest && nearest[1] + 1;
}
