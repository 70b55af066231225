// What the text of a cell tells before its types are known: the names it declares at its top, and the words it uses.
import ts from "typescript";

export interface Read {
  /** The text to compile: as long as the cell's, plus `lead`. */
  readonly text: string;
  /** Characters that were put before the cell. */
  readonly lead: number;
  /** Names declared at the top, imports included. */
  readonly declared: ReadonlySet<string>;
  /** Of these, the ones that are a value and a type, or either; `using` has none, since it is over with the cell. */
  readonly values: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** What imported names stand for: a module, and what of it. */
  readonly imports: ReadonlyMap<string, string>;
  /** Every word of the cell that could be a name. */
  readonly words: ReadonlySet<string>;
  /** Whether it adds to types of the language or of modules. */
  readonly augments: boolean;
  /** Where it cannot be read, and why. */
  readonly faults: readonly ts.DiagnosticWithLocation[];
}

/** A cell is a module, so that it may await at its top. */
const parse = (text: string): ts.SourceFile =>
  ts.createSourceFile("cell.ts", text, { languageVersion: ts.ScriptTarget.ES2022, ...AS_MODULE }, true);

// both are known at run time alone
const AS_MODULE = {
  setExternalModuleIndicator(file: ts.SourceFile): void {
    (file as { externalModuleIndicator?: unknown }).externalModuleIndicator = true;
  },
};
const faultsOf = (file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] =>
  (file as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }).parseDiagnostics;

/** Reads a cell. `{ a: 1 }` is an object, as at the prompts of Node and Deno, unless it only makes sense as a block. */
export function readCell(code: string): Read {
  if (/^\s*\{/.test(code) && /\}\s*$/.test(code)) {
    const object = parse(`(${code}\n)`);
    if (faultsOf(object).length === 0) return read(object, 1);
  }
  return read(parse(code), 0);
}

function read(file: ts.SourceFile, lead: number): Read {
  const values = new Set<string>();
  const types = new Set<string>();
  const imports = new Map<string, string>();
  const words = new Set<string>();
  const blanks: [from: number, to: number, text?: string][] = [];
  let augments = false;

  const both = (name: string): void => {
    values.add(name);
    types.add(name);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      if (!(statement.declarationList.flags & ts.NodeFlags.Using))
        for (const { name } of statement.declarationList.declarations) eachName(name, (n) => values.add(n));
    } else if (ts.isFunctionDeclaration(statement)) {
      if (statement.name) values.add(statement.name.text);
    } else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
      if (statement.name) both(statement.name.text);
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      types.add(statement.name.text);
    } else if (ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name) && !(statement.flags & ts.NodeFlags.GlobalAugmentation))
        both(statement.name.text);
      else augments = true;
    } else if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      const bindings = clause?.namedBindings;
      const add = (name: ts.Identifier, isType: boolean, of: string): void => {
        if (isType) types.add(name.text);
        else both(name.text);
        imports.set(name.text, `${of} of ${(statement.moduleSpecifier as ts.StringLiteral).text}`);
      };
      if (clause?.name) add(clause.name, clause.isTypeOnly, "default");
      if (clause && bindings && ts.isNamespaceImport(bindings)) add(bindings.name, clause.isTypeOnly, "*");
      if (clause && bindings && ts.isNamedImports(bindings))
        for (const each of bindings.elements)
          add(each.name, clause.isTypeOnly || each.isTypeOnly, (each.propertyName ?? each.name).text);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      types.add(statement.name.text);
      if (!statement.isTypeOnly) values.add(statement.name.text);
    }
    hoisted(statement, (name) => values.add(name));
    blanks.push(...exportsOf(file, statement));
  }
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) words.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);

  let text = file.text;
  for (const [from, to, instead = ""] of blanks) {
    const blank = text.slice(from + instead.length, to).replace(/[^\n\r]/g, " ");
    text = text.slice(0, from) + instead + blank + text.slice(to);
  }
  return {
    text,
    lead,
    declared: new Set([...values, ...types]),
    values,
    types,
    imports,
    words,
    augments,
    faults: faultsOf(file),
  };
}

/** Calls back with every name that a declaration binds. */
export function eachName(name: ts.BindingName, found: (name: string) => void): void {
  if (ts.isIdentifier(name)) found(name.text);
  else for (const each of name.elements) if (ts.isBindingElement(each)) eachName(each.name, found);
}

/** Calls back with every name of a `var`, which reaches the top from within blocks and loops. */
export function hoisted(node: ts.Node, found: (name: string) => void): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
    for (const { name } of node.declarations) eachName(name, found);
  ts.forEachChild(node, (child) => hoisted(child, found));
}

// a cell has nobody to export to: `export` is left out, what it stands before stays
function exportsOf(file: ts.SourceFile, statement: ts.Statement): [number, number, string?][] {
  if (ts.isExportDeclaration(statement) || ts.isNamespaceExportDeclaration(statement))
    return [[statement.getStart(file), statement.end]];
  if (ts.isExportAssignment(statement)) {
    const start = statement.expression.getStart(file);
    // at the beginning of a statement an object would be a block
    return [[statement.getStart(file), start, file.text[start] === "{" ? "await" : undefined]];
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const words = modifiers.filter(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
  );
  const named = (statement as { name?: ts.Node }).name;
  return words.map((word, i) => [
    word.getStart(file),
    word.end,
    // a function or class without a name is one as an expression only
    i === 0 && words.length > 1 && !named ? "void" : undefined,
  ]);
}
