// A module beside the notebook, compiled to a function that is called as CommonJS's are; where it awaits at its top, the
// function is asynchronous.
import ts from "typescript";
import { OPTIONS } from "./language";
import { HOST, PARAMETERS } from "./scope";

export interface CompiledModule {
  /** An expression: a function of the `PARAMETERS` (scope.ts), which gives the module as a function. */
  readonly code: string;
  readonly mappings: string;
  /** The modules that it imports at its top, in order: they come before it. */
  readonly imports: readonly string[];
  /** Whether it awaits at its top. */
  readonly awaits: boolean;
}

/**
 * Compiles TypeScript or JavaScript, ECMAScript's modules and CommonJS's.
 *
 * @throws `sub/name.ts, line 3: Expression expected.`
 */
export function compileModule(text: string, path: string): CompiledModule {
  const imports = new Set<string>();
  let awaits = false;
  const before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const f = context.factory;
    const host = (name: string): ts.Expression =>
      f.createPropertyAccessExpression(f.createIdentifier(HOST), name);
    const visitor = (top: boolean) => {
      const visit = (node: ts.Node): ts.Node => {
        const inner = top && (ts.isFunctionLike(node) || ts.isClassElement(node)) ? visitor(false) : visit;
        awaits ||=
          top &&
          (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined));
        const visited = ts.visitEachChild(node, inner, context);
        if (ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword)
          return f.createCallExpression(host("import"), undefined, visited.arguments.slice(0, 1));
        if (ts.isMetaProperty(visited) && visited.keywordToken === ts.SyntaxKind.ImportKeyword)
          return host("meta");
        if (ts.isAwaitExpression(visited)) {
          const here = f.createCallExpression(host("here"), undefined, []);
          return f.createCallExpression(host("resumed"), undefined, [here, visited]);
        }
        return visited;
      };
      return visit;
    };
    return ts.visitEachChild(file, visitor(true), context);
  };
  // imports have become calls by now: those that the author has not written
  const after: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      if (
        ts.isCallExpression(node) &&
        node.pos < 0 &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === "require"
      ) {
        const [specifier] = node.arguments;
        if (specifier && ts.isStringLiteral(specifier)) imports.add(specifier.text);
      }
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, visit, context);
  };
  const {
    outputText,
    sourceMapText = "",
    diagnostics = [],
  } = ts.transpileModule(text, {
    reportDiagnostics: true,
    fileName: path.replace(/\.[mc]([jt]s)$/, ".$1"), // else the ending decides how it is compiled
    compilerOptions: {
      ...OPTIONS,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: undefined,
      // a script of JavaScript stays one
      moduleDetection: /\.m?tsx?$/.test(path) ? ts.ModuleDetectionKind.Force : ts.ModuleDetectionKind.Legacy,
      alwaysStrict: false,
    },
    transformers: { before: [before], after: [after] },
  });
  const fault = diagnostics.find(({ file }) => file); // the others are of the options
  if (fault) {
    const line = text.slice(0, fault.start).split("\n").length;
    throw new SyntaxError(
      `${path}, line ${line}: ${ts.flattenDiagnosticMessageText(fault.messageText, "\n")}`,
    );
  }
  const body = outputText.replace(/^\/\/# sourceMappingURL=.*$/m, "").replace(/^#!.*/, "");
  return {
    code: `(function (${PARAMETERS.join(", ")}) { return ${awaits ? "async " : ""}function () { ${body}\n} })`,
    mappings: JSON.parse(sourceMapText).mappings,
    imports: [...imports],
    awaits,
  };
}
