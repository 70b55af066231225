// Committed notebooks keep to what means the same in this kernel, on a page whose cells run by need, and in stock tslab.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { readCell } from "../../src/cells/names";
import { formatNotebook, readNotebook, sourceOf } from "../../src/runner/ipynb";
import { root } from "../notebooks/helper";

/** What a cell should not say; `earlier` are the names of the cells above it, with what imported ones stand for. */
function complaints(code: string, earlier: ReadonlyMap<string, string | undefined>): string[] {
  const found: string[] = [];
  const { declared, imports, values } = readCell(code);
  for (const name of declared) {
    const same = imports.has(name) && imports.get(name) === earlier.get(name);
    if (earlier.has(name) && !same) found.push(`declares ${name} anew`);
  }
  const file = ts.createSourceFile("cell.ts", `${code}\nexport {};`, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node, inFunction: boolean): void => {
    const { kind } = node;
    if (ts.isModuleDeclaration(node)) {
      found.push("declares a namespace");
      return;
    }
    if (kind === ts.SyntaxKind.Decorator) found.push("decorates");
    if (kind === ts.SyntaxKind.ImportAttributes) found.push("imports with attributes");
    if (kind === ts.SyntaxKind.ExportKeyword || ts.isExportAssignment(node)) found.push("exports");
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) >= ts.NodeFlags.Using)
      found.push("uses using");
    if (!inFunction && ts.isForOfStatement(node) && node.awaitModifier) found.push("awaits in for");
    if (!inFunction && ts.isAwaitExpression(node) && ts.isParenthesizedExpression(node.expression))
      found.push("awaits brackets");
    if (ts.isBindingElement(node) && node.propertyName && ts.isIdentifier(node.propertyName)) {
      const { text } = node.propertyName;
      if (earlier.has(text) || values.has(text)) found.push(`renames ${text} in a pattern`);
    }
    if (ts.isShorthandPropertyAssignment(node) && earlier.has(node.name.text))
      found.push(`leaves out what ${node.name.text} is`);
    const written = writtenBy(node);
    if (written && ts.isIdentifier(written) && earlier.has(written.text))
      found.push(`assigns to ${written.text}`);
    ts.forEachChild(node, (child) => visit(child, inFunction || ts.isFunctionLike(node)));
  };
  for (const statement of file.statements.slice(0, -1)) visit(statement, false);
  return found;
}

/** What an assignment or a step writes to. */
function writtenBy(node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node))
    return /^([-+*/%&|^?]*|<<|>>>?)=$/.test(node.operatorToken.getText()) ? node.left : undefined;
  const steps = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  return steps && /\+\+|--/.test(node.getText()) ? node.operand : undefined;
}

const names = new Map([
  ["g", undefined],
  ["imported", "imported of m"],
]);

describe("a complaint is made where a cell", () => {
  test.each([
    ["declares g anew", "const g = 1;"],
    ["assigns to g", "g += 1;"],
    ["assigns to g", "g++;"],
    ["renames g in a pattern", "const { g: h } = { g: 1 };"],
    ["leaves out what g is", "f({ g });"],
    ["awaits brackets", "await (f());"],
    ["awaits in for", "for await (const x of y) z(x);"],
    ["uses using", "{ using u = v; }"],
    ["decorates", "@d class A {}"],
    ["imports with attributes", 'import x from "./x.json" with { type: "json" };'],
    ["exports", "export const e = 1;"],
    ["declares a namespace", "namespace N { export const v = 1 }"],
    ["declares g anew", 'import { g } from "m";'],
    ["declares imported anew", 'import { j as imported } from "m";'],
  ])("%s", (complaint, code) => expect(complaints(code, names)).toEqual([complaint]));

  test("and only there", () => {
    const code =
      "const h = -g + (g === 1 || g >= 2 || g != 3 ? 1 : 0); let i = 0; i++; const f = async () => { await (h); }; await f(); const { k: l } = { k: 1 };";
    expect(complaints(code, names)).toEqual([]);
    expect(complaints('import { imported } from "m";', names)).toEqual([]);
  });
});

const folder = join(root, "notebooks");
test.each(readdirSync(folder).filter((name) => name.endsWith(".ipynb")))("%s", (name) => {
  const earlier = new Map<string, string | undefined>();
  const notebook = readNotebook(join(folder, name));
  expect(
    formatNotebook(notebook) === readFileSync(join(folder, name), "utf8"),
    "as the runner writes it",
  ).toBe(true);
  const ids = notebook.cells.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]); // nbformat: an id is a cell's alone
  for (const cell of notebook.cells.filter(({ cell_type }) => cell_type === "code")) {
    const code = sourceOf(cell);
    expect(complaints(code, earlier), code).toEqual([]);
    expect(code.split("\n").length, `lines of ${cell.id}`).toBeLessThanOrEqual(20);
    const { declared, imports } = readCell(code);
    for (const each of declared) earlier.set(each, imports.get(each));
  }
});
