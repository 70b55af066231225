// The cells of a notebook as TypeScript sees them: each is a module that takes the names it uses from the newest cells
// that declare them. So a name may be declared anew, with a type of its own, and what earlier cells made keeps its type.
import ts from "typescript";
import { ambientNames, type Compiled, compileCell, isValueSymbol } from "./compile";
import { type Read, readCell } from "./names";

/** Files as the compiler asks for them; `ts.sys` is one. */
export interface Files {
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  getDirectories(path: string): string[];
  readDirectory(path: string, endings?: readonly string[], ...which: unknown[]): string[];
  realpath?(path: string): string;
  readonly useCaseSensitiveFileNames: boolean;
}

export interface Place {
  readonly files: Files;
  /** The notebook's folder. */
  readonly folder: string;
  /** The folder of the compiler's lib.*.d.ts. */
  readonly libraries: string;
  /** Declarations that every cell sees, such as Node's. */
  readonly ambient: readonly string[];
  /** More of them, as the text of a module. */
  readonly declarations?: string;
  /** The folder of spin-ring itself, for notebooks of folders where it is not installed. */
  readonly own: string;
}

/** What is wrong with a cell, and where; both counted from 1. */
export interface Finding {
  /** The module beside the notebook that it is in, if not in the cell. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What came of a cell, which is called `Cell 3`. */
export type Outcome =
  | { readonly cell: string; readonly findings: readonly Finding[] }
  | {
      readonly cell: string;
      readonly compiled: Compiled;
      /** To be called when the cell has run: which of its names it has made. */
      readonly settle: (made: ReadonlySet<string>) => void;
    };

export interface Language {
  /** Reads what every cell rests on, so that the first one need not wait for it. */
  warm(): void;
  /** Checks and compiles a cell. */
  compile(code: string, number: number): Outcome;
  /** What could stand at a position, and where it would begin. */
  complete(code: string, position: number): { names: string[]; start: number; end: number };
  /** What stands at a position. */
  inspect(code: string, position: number): string | undefined;
  /** How many cells are kept, since names of theirs are in use. */
  size(): number;
  /** Resolves a module as the checker does: the path of a file, or undefined. */
  resolve(specifier: string, from: string): string | undefined;
}

/** As strict as the library itself, and what Node 20 runs. */
export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.decorators.d.ts"],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
  strict: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  skipLibCheck: true,
  allowJs: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  esModuleInterop: true,
  preserveConstEnums: true,
  sourceMap: true,
};

/** Whether a module is one of this package's. */
export const isOwn = (specifier: string): boolean => /^spin-ring(\/|$)/.test(specifier);

/** A name as later cells see it. */
interface Meaning {
  readonly cell: string;
  readonly kind: "let" | "const" | "alias";
  /** Its type where that can be written without the cell: then the checker need not look into the cell again. */
  readonly type?: string;
}

interface Cell {
  readonly text: string;
  readonly version: number;
  readonly augments: boolean;
  /** The cells that it takes names from. */
  readonly from: readonly string[];
}

export function openLanguage(place: Place): Language {
  const { files, folder } = place;
  const cells = new Map<string, Cell>();
  const values = new Map<string, Meaning>();
  const types = new Map<string, string>();
  const ambient = new Set<string>();
  const texts = new Map<string, { text: string; version: number }>();
  let version = 0;

  const isCell = (path: string): boolean => cells.has(path);

  /** One file that leads to all cells: with the same roots, the compiler keeps what it has found out about packages. */
  const all = `${folder}/Cells.ts`;
  let listed = { text: "", version: 0 };
  function listOfCells(): { text: string; version: number } {
    const imports = [...cells.keys()].map((path) => `import ${specifierOf(path)};`);
    const text = imports.join("") + (place.declarations ?? "");
    if (text !== listed.text) listed = { text, version: listed.version + 1 };
    return listed;
  }
  const nameOf = (path: string): string => path.slice(folder.length + 1, -".ts".length);
  const specifierOf = (path: string): string => JSON.stringify(nameOf(path));
  /** Files beside the notebook, which may change; all others belong to packages and stay as they were first seen. */
  const local = new Set<string>();

  /** The text of a file on the disk, and a number that changes with it. */
  function textOf(path: string): { text: string; version: number } | undefined {
    if (path === all) return listOfCells();
    const cell = cells.get(path);
    if (cell) return cell;
    const known = texts.get(path);
    if (known && !local.has(path)) return known;
    const text = files.readFile(path);
    if (text === undefined || text === known?.text) return text === undefined ? undefined : known;
    const seen = { text, version: ++version };
    texts.set(path, seen);
    return seen;
  }

  let cache = newCache();
  function newCache(): ts.ModuleResolutionCache {
    return ts.createModuleResolutionCache(folder, (path) => path, OPTIONS);
  }
  function resolveModule(
    name: string,
    from: string,
    mode?: ts.ResolutionMode,
  ): ts.ResolvedModuleWithFailedLookupLocations {
    const earlier = `${folder}/${name}.ts`;
    if (isCell(earlier)) {
      const resolvedModule = {
        resolvedFileName: earlier,
        extension: ts.Extension.Ts,
        isExternalLibraryImport: false,
      };
      return { resolvedModule } as unknown as ts.ResolvedModuleWithFailedLookupLocations;
    }
    const own = isCell(from) || local.has(from);
    const key = `${mode} ${name} ${from}`;
    const before = own ? undefined : ofPackages.get(key);
    if (before) return before;
    const relative = /^\.{0,2}\//.test(name);
    const resolveFrom = (file: string): ts.ResolvedModuleWithFailedLookupLocations =>
      ts.resolveModuleName(name, file, OPTIONS, files, relative ? undefined : cache, undefined, mode);
    let resolved = resolveFrom(from);
    if (!resolved.resolvedModule && isOwn(name)) resolved = resolveFrom(`${place.own}/cell.ts`);
    const found = resolved.resolvedModule?.resolvedFileName;
    if (!own) ofPackages.set(key, resolved);
    else if (relative && found) local.add(found);
    else if (!found) cache = newCache(); // a package may be installed later
    return resolved;
  }
  const ofPackages = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();

  const serviceHost: ts.LanguageServiceHost = {
    getCompilationSettings: () => OPTIONS,
    getScriptFileNames: () => [...place.ambient, all],
    getScriptVersion: (path) => String(textOf(path)?.version ?? 0),
    getScriptSnapshot(path) {
      const text = textOf(path)?.text;
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: () => `${place.libraries}/lib.es2023.full.d.ts`,
    useCaseSensitiveFileNames: () => files.useCaseSensitiveFileNames,
    readFile: (path) => textOf(path)?.text,
    fileExists: (path) => path === all || isCell(path) || files.fileExists(path),
    directoryExists: (path) => files.directoryExists(path),
    getDirectories: (path) => files.getDirectories(path),
    readDirectory: (path, ...which) => files.readDirectory(path, ...which),
    ...(files.realpath
      ? { realpath: (path: string) => (isCell(path) ? path : (files.realpath?.(path) ?? path)) }
      : {}),
    resolveModuleNameLiterals: (literals, from, _redirected, options, source) =>
      literals.map((literal) =>
        resolveModule(literal.text, from, ts.getModeForUsageLocation(source, literal, options)),
      ),
    // known at run time: what a local module did not find may be there now
    ...{ getModuleResolutionCache: () => cache },
    ...{ hasInvalidatedResolutions: (path: string) => local.has(path) },
  };
  const service = ts.createLanguageService(
    serviceHost,
    ts.createDocumentRegistry(files.useCaseSensitiveFileNames),
  );

  /** The cell's text, with the names that it takes from others declared below it. */
  function cellOf(read: Read, takes: (name: string) => boolean): Cell {
    const from = new Set<string>();
    const lines: string[] = [];
    const reexported = [...read.declared];
    for (const name of new Set([...values.keys(), ...types.keys()])) {
      if (!takes(name)) continue;
      const value = read.values.has(name) ? undefined : values.get(name);
      const type = read.types.has(name) ? undefined : types.get(name);
      const at = (cell: string): string => {
        from.add(cell);
        return specifierOf(cell);
      };
      if (value && value.kind === "alias" && (type === undefined || type === value.cell))
        lines.push(`import { ${name} } from ${at(value.cell)};`);
      else {
        if (value) {
          const word = value.kind === "let" ? "let" : "const";
          const its = value.type ?? `typeof import(${at(value.cell)}).${name}`;
          lines.push(`declare ${word} ${name}: ${its};`);
        }
        if (type) lines.push(`import type { ${name} } from ${at(type)};`);
      }
    }
    const exported = reexported.length > 0 ? `export { ${reexported.join(", ")} };` : "";
    const text = `${read.text}\n${exported}${lines.join("")}`;
    return { text, version: ++version, augments: read.augments, from: [...from] };
  }

  function pathOf(number: number): string {
    let path = `${folder}/Cell ${number}.ts`;
    while (isCell(path)) path = path.replace(/\.ts$/, "'.ts"); // a silent cell has the number of the one before
    return path;
  }

  /** Lets go of cells that no name leads to. */
  function sweep(): void {
    const needed = new Set<string>();
    const need = (path: string): void => {
      if (needed.has(path)) return;
      needed.add(path);
      cells.get(path)?.from.forEach(need);
    };
    for (const { cell, type } of values.values()) if (type === undefined) need(cell);
    for (const cell of types.values()) need(cell);
    for (const [path, { augments }] of cells) if (augments) need(path);
    for (const path of cells.keys()) if (!needed.has(path)) cells.delete(path);
  }

  function compile(code: string, number: number): Outcome {
    const read = readCell(code);
    const path = pathOf(number);
    cells.set(
      path,
      cellOf(read, (name) => read.words.has(name)),
    );
    try {
      const findings = findingsOf(path, read, code);
      if (findings.length > 0) {
        cells.delete(path);
        return { cell: nameOf(path), findings };
      }
      const program = service.getProgram() as ts.Program;
      const file = program.getSourceFile(path) as ts.SourceFile;
      const compiled = compileCell(program, file, read, ambient);
      const declared = declarationsOf(program.getTypeChecker(), file, read);
      return { cell: nameOf(path), compiled, settle: (made) => settle(path, declared, made) };
    } catch (error) {
      cells.delete(path);
      throw error;
    }
  }

  interface Declared {
    readonly values: ReadonlyMap<string, Pick<Meaning, "kind" | "type">>;
    readonly types: ReadonlySet<string>;
    readonly ambient: ReadonlySet<string>;
  }
  function declarationsOf(checker: ts.TypeChecker, file: ts.SourceFile, read: Read): Declared {
    const found = { values: new Map<string, Pick<Meaning, "kind" | "type">>(), types: new Set<string>() };
    const module = checker.getSymbolAtLocation(file);
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      if (!read.declared.has(symbol.name)) continue;
      const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if (read.values.has(symbol.name) && isValueSymbol(checker, symbol)) {
        const variable = meant.valueDeclaration;
        const own = variable && ts.isVariableDeclaration(variable) && variable.getSourceFile() === file;
        const binding = variable && ts.isBindingElement(variable) && variable.getSourceFile() === file;
        const constant = variable && ts.getCombinedNodeFlags(variable) & ts.NodeFlags.Const;
        const kind = !own && !binding ? "alias" : constant ? "const" : "let";
        const type = kind === "alias" ? undefined : plainType(checker, checker.getTypeOfSymbol(meant));
        found.values.set(symbol.name, { kind, type });
      }
      if (meant.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Namespace)) found.types.add(symbol.name);
    }
    return { ...found, ambient: new Set(ambientNames(file, read)) };
  }

  function settle(path: string, declared: Declared, made: ReadonlySet<string>): void {
    for (const [name, meaning] of declared.values) {
      const isAmbient = declared.ambient.has(name);
      if (!isAmbient && !made.has(name)) continue;
      // a class that is declared anew as a value alone is no type any more
      const before = types.get(name);
      if (before !== undefined && before === values.get(name)?.cell) types.delete(name);
      values.set(name, { cell: path, ...meaning });
      if (isAmbient) ambient.add(name);
      else ambient.delete(name);
      if (declared.types.has(name)) types.set(name, path);
    }
    for (const name of declared.types) if (!declared.values.has(name)) types.set(name, path);
    sweep();
  }

  function findingsOf(path: string, read: Read, code: string): Finding[] {
    // what is missing at its end, the compiler would miss in what is put below it
    if (read.faults.length > 0)
      return read.faults.map(({ start, messageText, code: kind }) => ({
        ...placeIn(code, start),
        message: plain(messageText, kind),
      }));
    const faults = (each: string): ts.Diagnostic[] => {
      const syntax: ts.Diagnostic[] = service.getSyntacticDiagnostics(each);
      const found = syntax.length > 0 ? syntax : service.getSemanticDiagnostics(each);
      return found.filter(({ category }) => category === ts.DiagnosticCategory.Error);
    };
    const own = faults(path)
      .filter(({ start = 0 }) => start <= read.text.length)
      .map(({ start = 0, messageText, code: kind }) => ({
        ...placeIn(code, start - read.lead),
        message: plain(messageText, kind),
      }));
    if (own.length > 0) return own;
    return filesBelow(path).flatMap((file) =>
      faults(file).map(({ start = 0, messageText, code: kind }) => ({
        file: file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file,
        ...placeIn(textOf(file)?.text ?? "", start),
        message: plain(messageText, kind),
      })),
    );
  }

  /** The modules beside the notebook that a cell imports, and those that these import. */
  function filesBelow(path: string): string[] {
    const program = service.getProgram() as ts.Program;
    const found = new Set<string>();
    const look = (from: string): void => {
      for (const { text } of importsOf(program.getSourceFile(from))) {
        const file = /^\.{0,2}\//.test(text)
          ? resolveModule(text, from).resolvedModule?.resolvedFileName
          : undefined;
        if (file === undefined || found.has(file) || !program.getSourceFile(file)) continue;
        found.add(file);
        look(file);
      }
    };
    look(path);
    return [...found];
  }

  function plain(message: string | ts.DiagnosticMessageChain, kind: number): string {
    const words = ts.flattenDiagnosticMessageText(message, "\n");
    if (kind === 2632) return words.replace("because it is an import", "because it is not a variable");
    return words.replaceAll(`import("${folder}/Cell `, 'import("Cell ');
  }

  /** Asks about a cell that is being written, and a position in it. */
  function ask<T>(code: string, position: number, about: (path: string, at: number) => T): T {
    const read = readCell(code);
    const path = pathOf(0);
    const cell = cellOf(read, () => true);
    // what others declare comes first: an open brace would swallow it
    const head = cell.text.slice(read.text.length);
    cells.set(path, { ...cell, text: `${head}\n${read.text}` });
    try {
      return about(path, head.length + 1 + read.lead + position);
    } finally {
      cells.delete(path);
    }
  }

  function complete(code: string, position: number): { names: string[]; start: number; end: number } {
    const word = /[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u.exec(code.slice(0, position))?.[0] ?? "";
    return ask(code, position, (path, at) => {
      const found = service.getCompletionsAtPosition(path, at, {
        includeCompletionsWithInsertText: false,
      });
      // the name of a module is more than its last word
      const begun = found?.entries[0]?.replacementSpan?.length ?? word.length;
      const start = position - begun;
      const names = (found?.entries ?? [])
        .filter(
          ({ name, kind }) =>
            name.startsWith(code.slice(start, position)) && kind !== ts.ScriptElementKind.warning,
        )
        .sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0))
        .map(({ name }) => name);
      return { names: [...new Set(names)], start, end: position };
    });
  }

  function inspect(code: string, position: number): string | undefined {
    return ask(code, position, (path, at) => {
      const info = service.getQuickInfoAtPosition(path, at);
      const known = wordsOf(info?.displayParts);
      // a word that is not yet one
      if (known !== "" && known !== "any") return paragraphs(known, wordsOf(info?.documentation));
      const help = service.getSignatureHelpItems(path, at, undefined);
      const chosen = help?.items[help.selectedItemIndex];
      if (!chosen) return undefined;
      const others = help.items.filter((each) => each !== chosen);
      const parameter = chosen.parameters[help.argumentIndex];
      const wanted = wordsOf(parameter?.documentation);
      return paragraphs(
        [chosen, ...others].map(signatureOf).join("\n"),
        wordsOf(chosen.documentation),
        wanted && `${parameter?.name}: ${wanted}`,
      );
    });
  }

  return {
    warm: () => void compile("0", 0),
    compile,
    complete,
    inspect,
    size: () => cells.size,
    resolve: (specifier, from) => resolveModule(specifier, from).resolvedModule?.resolvedFileName,
  };
}

// known at run time: the modules that a file names
const importsOf = (file: ts.SourceFile | undefined): readonly ts.StringLiteralLike[] =>
  (file as unknown as { imports?: ts.StringLiteralLike[] } | undefined)?.imports ?? [];

/** A type of numbers, texts and the like, their arrays and objects, as it is written; undefined for any other. */
function plainType(checker: ts.TypeChecker, type: ts.Type): string | undefined {
  const {
    Enum,
    EnumLiteral,
    BooleanLike,
    NumberLike,
    StringLiteral,
    String: Text,
    Undefined,
    Null,
  } = ts.TypeFlags;
  const simple = BooleanLike | NumberLike | StringLiteral | Text | Undefined | Null;
  const isPlain = (each: ts.Type, depth: number): boolean => {
    if (depth > 4 || each.flags & (Enum | EnumLiteral)) return (each.flags & ts.TypeFlags.Boolean) !== 0;
    if (each.flags & simple) return true;
    if (each.isUnion()) return each.types.every((part) => isPlain(part, depth + 1));
    if (checker.isArrayType(each) || checker.isTupleType(each))
      return checker.getTypeArguments(each as ts.TypeReference).every((part) => isPlain(part, depth + 1));
    const isLiteral =
      each.flags & ts.TypeFlags.Object &&
      (each as ts.ObjectType).objectFlags & ts.ObjectFlags.Anonymous &&
      (each.symbol?.flags ?? 0) & (ts.SymbolFlags.ObjectLiteral | ts.SymbolFlags.TypeLiteral) &&
      !each.aliasSymbol &&
      each.getCallSignatures().length + each.getConstructSignatures().length === 0 &&
      checker.getIndexInfosOfType(each).length === 0;
    if (!isLiteral) return false;
    const properties = each.getProperties();
    return (
      properties.length <= 20 &&
      properties.every(
        (part) =>
          /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(part.name) &&
          isPlain(checker.getTypeOfSymbol(part), depth + 1),
      )
    );
  };
  return isPlain(type, 0)
    ? checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
    : undefined;
}

function placeIn(text: string, position: number): { line: number; column: number } {
  const lines = text.slice(0, Math.max(0, position)).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

const wordsOf = (parts: ts.SymbolDisplayPart[] | undefined): string => ts.displayPartsToString(parts).trim();

const paragraphs = (...texts: string[]): string => texts.filter(Boolean).join("\n\n");

function signatureOf(item: ts.SignatureHelpItem): string {
  const [prefix, separator, suffix] = [
    item.prefixDisplayParts,
    item.separatorDisplayParts,
    item.suffixDisplayParts,
  ].map((parts) => ts.displayPartsToString(parts));
  const parameters = item.parameters.map(({ displayParts }) => ts.displayPartsToString(displayParts));
  return prefix + parameters.join(separator) + suffix;
}

/** A text in quotes ends with its line. */
const UNTERMINATED_TEXT = 1002;

/** Whether a cell can be run as it is, in the words of Jupyter's protocol. */
export function completeness(code: string): {
  status: "complete" | "incomplete" | "invalid";
  indent?: string;
} {
  const { text, faults } = readCell(code);
  if (faults.length === 0) return { status: "complete" };
  // what a parser misses at the very end, the author has yet to write
  const end = text.trimEnd().length;
  const unfinished = faults.some(({ start, code: kind }) => start >= end && kind !== UNTERMINATED_TEXT);
  if (!unfinished) return { status: "invalid" };
  const last = code.split("\n").at(-1) ?? "";
  return { status: "incomplete", indent: /^\s*/.exec(last)?.[0] + (/[{([]\s*$/.test(last) ? "  " : "") };
}
