// From TypeScript to what runs: a cell's names become boxes (scope.ts), its imports calls, its last expression its
// value. Which word means which name, the type checker says; types, decorators and `using`, its emitter takes away.
import ts from "typescript";
import { eachName, hoisted, type Read } from "./names";
import { BOX, HOST, LINK, PARAMETERS } from "./scope";

export interface Compiled {
  /** An expression: a function of the `PARAMETERS` (scope.ts), which gives the cell as an asynchronous function. */
  readonly code: string;
  /** Where its lines came from, as a source map says it (lines.ts). */
  readonly mappings: string;
  readonly names: CellNames;
}

/** Which names at the top of cells a cell has to do with; types are none of them. */
export interface CellNames {
  /** its own */
  readonly makes: readonly string[];
  /** of these, the ones that it imports: a module, and what of it */
  readonly imports: Readonly<Record<string, string>>;
  /** those of other cells that it reads or writes */
  readonly needs: readonly string[];
  /** of these, the ones that it writes */
  readonly assigns: readonly string[];
  /** whether it may print something else than words and numbers */
  readonly inspects: boolean;
}

/** Compiles a cell that the checker finds without fault; `ambient` are names of earlier cells that have no value. */
export function compileCell(
  program: ts.Program,
  file: ts.SourceFile,
  read: Read,
  ambient: ReadonlySet<string>,
): Compiled {
  const boxes = new Set<string>();
  const assigned = new Set<string>();
  let inspects = false;
  const prints = (known: boolean): void => {
    inspects ||= !known;
  };
  let [text, map] = ["", ""];
  program.emit(
    file,
    (name, written) => {
      if (name.endsWith(".map")) map = written;
      else text = written;
    },
    undefined,
    false,
    { before: [transformer(program.getTypeChecker(), file, read, ambient, boxes, assigned, prints)] },
  );
  text = text.replace(/^\/\/# sourceMappingURL=.*$/m, "").trimEnd();
  const names = [...boxes].map((name) => `${name}${BOX} = ${HOST}.box(${JSON.stringify(name)})`);
  // a function in a function: what the cell declares may have the names of parameters
  const head = `(function (${PARAMETERS.join(", ")}) { return async function () { "use strict";`;
  const prologue = names.length > 0 ? ` const ${names.join(", ")};` : "";
  // on a line of its own, so that columns of the map stay right
  const others = [...boxes].filter((name) => !read.values.has(name));
  return {
    code: `${head}${prologue}\n${text}\n} })`,
    mappings: `;${JSON.parse(map).mappings}`,
    names: {
      makes: [...boxes].filter((name) => read.values.has(name)),
      imports: Object.fromEntries([...read.imports].filter(([name]) => boxes.has(name))),
      needs: others,
      assigns: others.filter((name) => assigned.has(name)),
      inspects,
    },
  };
}

function transformer(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  read: Read,
  ambient: ReadonlySet<string>,
  boxes: Set<string>,
  assigned: Set<string>,
  prints: (known: boolean) => void,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const f = context.factory;
    const top = topSymbols(checker, file, read, ambient);

    const boxed = (name: string): ts.Expression => {
      boxes.add(name);
      return f.createPropertyAccessExpression(f.createIdentifier(name + BOX), "now");
    };
    const host = (name: string, ...args: ts.Expression[]): ts.Expression =>
      f.createCallExpression(
        f.createPropertyAccessExpression(f.createIdentifier(HOST), name),
        undefined,
        args,
      );
    const resumed = (awaited: ts.Expression): ts.Expression => host("resumed", host("here"), awaited);
    const made = (names: readonly string[]): ts.Statement =>
      f.createExpressionStatement(host("made", ...names.map((name) => f.createStringLiteral(name))));
    const assign = (name: string, value: ts.Expression): ts.Statement =>
      f.createExpressionStatement(f.createAssignment(boxed(name), value));
    /** A declaration that stays as it is, and hands over what it made. */
    const handOver = (name: string): ts.Statement[] => [assign(name, f.createIdentifier(name)), made([name])];

    /** The name at the top that a word stands for. */
    function meant(word: ts.Identifier): string | undefined {
      const { parent } = word;
      if (
        !parent ||
        ((parent as ts.NamedDeclaration).name === word && !ts.isShorthandPropertyAssignment(parent))
      )
        return;
      const symbol = ts.isShorthandPropertyAssignment(parent)
        ? checker.getShorthandAssignmentValueSymbol(parent)
        : checker.getSymbolAtLocation(word);
      if (!symbol || !top.has(symbol)) return;
      // within its own body a class, an enum or a namespace has a name of its own
      for (const each of symbol.declarations ?? [])
        if (
          (ts.isClassDeclaration(each) || ts.isEnumDeclaration(each) || ts.isModuleDeclaration(each)) &&
          word.pos >= each.pos &&
          word.end <= each.end
        )
          return;
      return symbol.name;
    }

    /** What a declaration binds, as what an assignment writes to. */
    function target(name: ts.BindingName): ts.Expression {
      if (ts.isIdentifier(name)) return boxed(name.text);
      const withDefault = (to: ts.Expression, initializer?: ts.Expression): ts.Expression =>
        initializer ? f.createAssignment(to, expression(initializer)) : to;
      if (ts.isArrayBindingPattern(name))
        return f.createArrayLiteralExpression(
          name.elements.map((each) => {
            if (ts.isOmittedExpression(each)) return each;
            const to = target(each.name);
            return each.dotDotDotToken ? f.createSpreadElement(to) : withDefault(to, each.initializer);
          }),
        );
      return f.createObjectLiteralExpression(
        name.elements.map((each) => {
          if (each.dotDotDotToken) return f.createSpreadAssignment(target(each.name));
          const key = each.propertyName ?? f.createIdentifier((each.name as ts.Identifier).text);
          return f.createPropertyAssignment(
            ts.visitNode(key, visit) as ts.PropertyName,
            withDefault(target(each.name), each.initializer),
          );
        }),
      );
    }

    /** The value of a declaration or an assignment to a name, which an anonymous function takes for its own. */
    function named(name: string, value: ts.Expression): ts.Expression {
      const bare = bareOf(value);
      const anonymous =
        ts.isArrowFunction(bare) ||
        ((ts.isFunctionExpression(bare) || ts.isClassExpression(bare)) && !bare.name);
      if (!anonymous || name === "__proto__") return expression(value);
      const holder = f.createObjectLiteralExpression([f.createPropertyAssignment(name, expression(value))]);
      return f.createPropertyAccessExpression(holder, name);
    }

    function isTop(list: ts.VariableDeclarationList): boolean {
      let found = false;
      const look = (name: ts.BindingName): void => {
        if (!ts.isIdentifier(name))
          for (const each of name.elements) if (ts.isBindingElement(each)) look(each.name);
        if (ts.isIdentifier(name)) {
          const symbol = checker.getSymbolAtLocation(name);
          found ||= symbol !== undefined && top.has(symbol);
        }
      };
      for (const { name } of list.declarations) look(name);
      return found;
    }
    function assignment({ name, initializer }: ts.VariableDeclaration): ts.Expression | undefined {
      if (!initializer) return undefined;
      const value = ts.isIdentifier(name) ? named(name.text, initializer) : expression(initializer);
      return f.createAssignment(target(name), value);
    }

    const expression = (node: ts.Expression): ts.Expression => ts.visitNode(node, visit) as ts.Expression;

    function visit(node: ts.Node): ts.VisitResult<ts.Node | undefined> {
      if (ts.isExpressionWithTypeArguments(node))
        return f.updateExpressionWithTypeArguments(node, expression(node.expression), node.typeArguments);
      if (ts.isTypeNode(node)) return node;
      if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return node;
      if (ts.isIdentifier(node)) {
        if (node.text === "console") prints(printsPlain(checker, node));
        const name = meant(node);
        if (name !== undefined && isWritten(node)) assigned.add(name);
        return name === undefined ? node : ts.setTextRange(boxed(name), node);
      }
      if (ts.isShorthandPropertyAssignment(node)) {
        const name = meant(node.name);
        if (name === undefined) return ts.visitEachChild(node, visit, context);
        if (isWritten(node)) assigned.add(name);
        const initializer = node.objectAssignmentInitializer;
        const value = initializer ? f.createAssignment(boxed(name), expression(initializer)) : boxed(name);
        return ts.setTextRange(f.createPropertyAssignment(node.name.text, value), node);
      }
      if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
        const name = ts.isIdentifier(node.left) ? meant(node.left) : undefined;
        if (name !== undefined) {
          assigned.add(name);
          return f.updateBinaryExpression(node, boxed(name), node.operatorToken, named(name, node.right));
        }
      }
      if (ts.isCallExpression(node)) {
        if (node.expression.kind === ts.SyntaxKind.ImportKeyword)
          return ts.setTextRange(host("import", ...node.arguments.slice(0, 1).map(expression)), node);
        const visited = ts.visitEachChild(node, visit, context) as ts.CallExpression;
        return f.updateCallExpression(
          visited,
          callee(node.expression, visited.expression),
          visited.typeArguments,
          visited.arguments,
        );
      }
      if (ts.isTaggedTemplateExpression(node)) {
        const visited = ts.visitEachChild(node, visit, context) as ts.TaggedTemplateExpression;
        return f.updateTaggedTemplateExpression(
          visited,
          callee(node.tag, visited.tag) as ts.LeftHandSideExpression,
          visited.typeArguments,
          visited.template,
        );
      }
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
        return f.createPropertyAccessExpression(f.createIdentifier(HOST), "meta");
      if (ts.isAwaitExpression(node)) return resumed(ts.visitEachChild(node, visit, context));
      if (ts.isForOfStatement(node) && node.awaitModifier) {
        const here = f.createTempVariable(context.hoistVariableDeclaration);
        const {
          awaitModifier,
          initializer,
          expression: all,
          statement,
        } = visitLoop(node) as ts.ForOfStatement;
        const body = f.createBlock([f.createExpressionStatement(host("resumed", here)), statement], true);
        const from = f.createComma(f.createAssignment(here, host("here")), all);
        return f.updateForOfStatement(
          node,
          awaitModifier,
          initializer,
          f.createParenthesizedExpression(from),
          body,
        );
      }
      if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node))
        return visitLoop(node);
      if (ts.isVariableStatement(node) && isTop(node.declarationList)) return variables(node);
      return ts.visitEachChild(node, visit, context);
    }

    // a function that is called by its name has no `this`
    function callee(before: ts.Expression, after: ts.Expression): ts.Expression {
      const bare = bareOf(before);
      if (!ts.isIdentifier(bare) || meant(bare) === undefined) return after;
      return f.createParenthesizedExpression(f.createComma(f.createNumericLiteral(0), after));
    }

    function visitLoop(node: ts.ForStatement | ts.ForInStatement | ts.ForOfStatement): ts.Node {
      const list = node.initializer;
      if (!list || !ts.isVariableDeclarationList(list) || !isTop(list))
        return ts.visitEachChild(node, visit, context);
      const statement = ts.visitNode(node.statement, visit) as ts.Statement;
      if (ts.isForStatement(node)) {
        const parts = list.declarations.flatMap((each) => assignment(each) ?? []);
        const first = parts.length > 0 ? parts.reduce((all, part) => f.createComma(all, part)) : undefined;
        const [condition, step] = [
          node.condition && expression(node.condition),
          node.incrementor && expression(node.incrementor),
        ];
        return f.updateForStatement(node, first, condition, step, statement);
      }
      const to = target(list.declarations[0].name);
      return ts.isForInStatement(node)
        ? f.updateForInStatement(node, to, expression(node.expression), statement)
        : f.updateForOfStatement(node, node.awaitModifier, to, expression(node.expression), statement);
    }

    function variables(node: ts.VariableStatement): ts.Statement[] {
      if (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return [];
      const list = node.declarationList;
      const isVar = !(list.flags & ts.NodeFlags.BlockScoped);
      const statements = list.declarations.flatMap((each) => {
        const value =
          assignment(each) ?? (isVar ? undefined : f.createAssignment(target(each.name), f.createVoidZero()));
        return value ? [ts.setTextRange(f.createExpressionStatement(value), each)] : [];
      });
      return isVar
        ? statements
        : statements.flatMap((each, i) => {
            const names: string[] = [];
            eachName(list.declarations[i].name, (name) => names.push(name));
            return [each, made(names)];
          });
    }

    function imported(node: ts.ImportDeclaration): ts.Statement[] {
      const clause = node.importClause;
      const specifier = f.createStringLiteral((node.moduleSpecifier as ts.StringLiteral).text);
      const call = resumed(f.createAwaitExpression(host("import", specifier)));
      if (!clause) return [ts.setTextRange(f.createExpressionStatement(call), node)];
      if (clause.isTypeOnly) return [];
      const links: [name: string, key: string][] = [];
      const add = (local: ts.Identifier, key: string): void => {
        if (isValue(checker, local)) links.push([local.text, key]);
      };
      if (clause.name) add(clause.name, "default");
      const bindings = clause.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name, "*");
      if (bindings && ts.isNamedImports(bindings))
        for (const each of bindings.elements)
          if (!each.isTypeOnly) add(each.name, (each.propertyName ?? each.name).text);
      if (links.length === 0) return [];
      const namespace = f.createUniqueName("module");
      const declared = f.createVariableDeclaration(namespace, undefined, undefined, call);
      const list = f.createVariableDeclarationList([declared], ts.NodeFlags.Const);
      return [
        ts.setTextRange(f.createVariableStatement(undefined, list), node),
        ...links.map(([name, key]) => {
          boxes.add(name);
          const box = f.createIdentifier(name + BOX);
          const args =
            key === "*"
              ? [
                  box,
                  f.createObjectLiteralExpression([f.createPropertyAssignment("all", namespace)]),
                  f.createStringLiteral("all"),
                ]
              : [box, namespace, f.createStringLiteral(key)];
          return f.createExpressionStatement(
            f.createCallExpression(f.createIdentifier(LINK), undefined, args),
          );
        }),
        made(links.map(([name]) => name)),
      ];
    }

    function importEquals(node: ts.ImportEqualsDeclaration): ts.Statement[] {
      if (node.isTypeOnly || !isValue(checker, node.name)) return [];
      const reference = node.moduleReference;
      const value = ts.isExternalModuleReference(reference)
        ? f.createCallExpression(f.createIdentifier("require"), undefined, [reference.expression])
        : entity(reference);
      return [ts.setTextRange(assign(node.name.text, value), node), made([node.name.text])];
    }
    function entity(name: ts.EntityName): ts.Expression {
      if (ts.isIdentifier(name)) return expression(name);
      return f.createPropertyAccessExpression(entity(name.left), name.right.text);
    }

    function statement(node: ts.Statement, last: boolean): ts.Statement[] {
      if (ts.isImportDeclaration(node)) return [];
      if (ts.isImportEqualsDeclaration(node)) return importEquals(node);
      if (ts.isExpressionStatement(node) && last) {
        const value = f.createAssignment(
          f.createPropertyAccessExpression(f.createIdentifier(HOST), "value"),
          expression(node.expression),
        );
        return [ts.setTextRange(f.createExpressionStatement(value), node)];
      }
      const visited = [...ts.visitNodes(f.createNodeArray([node]), visit)] as ts.Statement[];
      const name = (node as ts.DeclarationStatement).name;
      if (name && ts.isIdentifier(name) && !isAmbient(node)) {
        const here = ts.isClassDeclaration(node) || ts.isEnumDeclaration(node);
        if (here || (ts.isModuleDeclaration(node) && isValue(checker, name)))
          visited.push(...handOver(name.text));
      }
      return visited;
    }

    return (source) => {
      context.startLexicalEnvironment();
      const end = read.text.length;
      const own = source.statements.filter((each) => each.getStart(source) < end);
      const last = own.findLast((each) => !ts.isEmptyStatement(each));
      const functions = new Set(
        own.flatMap((each) =>
          ts.isFunctionDeclaration(each) && each.body && each.name ? [each.name.text] : [],
        ),
      );
      const vars = varsOf(own).filter((name) => !functions.has(name));
      const body = [
        ...vars.map((name) => assign(name, f.createVoidZero())),
        ...(vars.length > 0 ? [made(vars)] : []),
        ...[...functions].flatMap(handOver),
        ...own.flatMap((each) => (ts.isImportDeclaration(each) ? imported(each) : [])),
        ...own.flatMap((each) => statement(each, each === last)),
      ];
      // what `using` holds is let go at the end of the cell, as at the end of a block
      const disposes = own.some(
        (each) => ts.isVariableStatement(each) && each.declarationList.flags & ts.NodeFlags.Using,
      );
      const hoisted = context.endLexicalEnvironment() ?? [];
      return f.updateSourceFile(source, [...hoisted, ...(disposes ? [f.createBlock(body, true)] : body)]);
    };
  };
}

/** The names at the top that have a box: the cell's own, and those of earlier cells. */
function topSymbols(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  read: Read,
  ambient: ReadonlySet<string>,
): Set<ts.Symbol> {
  const symbols = new Set<ts.Symbol>();
  for (const symbol of localsOf(file)) {
    const { name, declarations = [] } = symbol;
    const isOwn = (each: ts.Declaration): boolean => each.pos < read.text.length;
    // a cell's own type may have the name of an earlier cell's value
    const runs = read.values.has(name)
      ? declarations.some((each) => isOwn(each) && !isAmbient(each))
      : !ambient.has(name) && !declarations.every(isOwn);
    if (runs && isValueSymbol(checker, symbol)) symbols.add(symbol);
  }
  return symbols;
}

/** The names that a cell declares only for the checker: `declare const x: number` has no value here. */
export function ambientNames(file: ts.SourceFile, read: Read): string[] {
  const declaredOnly = ({ declarations = [] }: ts.Symbol): boolean =>
    declarations.some(({ pos }) => pos < read.text.length) && declarations.every(isAmbient);
  return localsOf(file)
    .filter(declaredOnly)
    .map(({ name }) => name);
}

/** Whether `console` is called there, with nothing but words and numbers. */
function printsPlain(checker: ts.TypeChecker, word: ts.Identifier): boolean {
  const { parent: method } = word;
  const { parent: call } = method;
  if (!ts.isPropertyAccessExpression(method) || !ts.isCallExpression(call) || call.expression !== method)
    return false;
  const [first] = call.arguments;
  // in the first of several, `%d` and its like are told what to do with the others
  if (call.arguments.length > 1 && ts.isStringLiteralLike(first) && first.text.includes("%")) return false;
  return call.arguments.every((each) => {
    const type = checker.getTypeAtLocation(ts.isSpreadElement(each) ? each.expression : each);
    return isPlain(ts.isSpreadElement(each) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : type);
  });
}

const isPlain = (type: ts.Type | undefined): boolean =>
  type !== undefined && (type.isUnion() ? type.types.every(isPlain) : (type.flags & PLAIN) !== 0);
const PLAIN =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.VoidLike;

/** Whether something is what an assignment, `++` or a loop writes to, by itself or within a pattern. */
function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (parent.left !== node) return false;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && isWritten(parent.parent);
  const inPattern =
    ts.isParenthesizedExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent);
  return inPattern && isWritten(parent);
}

/** An expression without brackets and assertions around it. */
function bareOf(node: ts.Expression): ts.Expression {
  const wrapped =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node);
  return wrapped ? bareOf(node.expression) : node;
}

// known at run time: what a file's own scope holds
const localsOf = (file: ts.SourceFile): ts.Symbol[] => [
  ...((file as unknown as { locals?: Map<string, ts.Symbol> }).locals?.values() ?? []),
];

const isAmbient = (node: ts.Node): boolean =>
  (ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Ambient) !== 0;

export function isValueSymbol(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  if (symbol.flags & ts.SymbolFlags.Value) return true; // also where an import of the same name is its type
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (meant.flags & ts.SymbolFlags.Value) !== 0;
}

const isValue = (checker: ts.TypeChecker, name: ts.Identifier): boolean => {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol !== undefined && isValueSymbol(checker, symbol);
};

/** Names of `var`, which exist from the beginning of a cell. */
function varsOf(statements: readonly ts.Statement[]): string[] {
  const names = new Set<string>();
  for (const each of statements) if (!isAmbient(each)) hoisted(each, (name) => names.add(name));
  return [...names];
}
