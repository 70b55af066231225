// tslab loses `{ name }` where `name` comes from an earlier cell (a ReferenceError at run time) but keeps
// `{ name: name }`, so cells are compiled with the long form.
import type { Converter } from "tslab/dist/converter";

import ts = require("@tslab/typescript-for-tslab");

/** The same code with every shorthand property written out. */
export function longhand(code: string): string {
  const places: { at: number; name: string }[] = [];
  const source = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ESNext);
  const visit = (node: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(node))
      places.push({ at: node.getStart(source), name: node.name.text });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return places.reduceRight((text, { at, name }) => `${text.slice(0, at)}${name}: ${text.slice(at)}`, code);
}

/** A converter that compiles the long form; complaints keep the positions of the code as written. */
export function withLonghand(converter: Converter): Converter {
  return {
    ...converter,
    convert(declarations, code) {
      const written = longhand(code);
      const converted = converter.convert(declarations, written);
      const faulty = written !== code && converted.diagnostics.length > 0;
      return faulty ? converter.convert(declarations, code) : converted;
    },
  };
}
