// What cells import: packages are Node's; files beside the notebook are compiled here and read anew when they, or what
// they import, have changed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { types } from "node:util";
import vm from "node:vm";
import { isOwn, type Language } from "../cells/language";
import { type CompiledModule, compileModule } from "../cells/module";
import { link, type Namespace } from "../cells/scope";
import { name } from "./frames";

export interface Modules {
  /** Imports a module for a cell. */
  import(specifier: string): Promise<Namespace>;
  /** `require` of a cell. */
  readonly require: NodeJS.Require;
  /** What is being imported was interrupted: it will be imported anew. */
  abandon(): void;
}

interface Module {
  readonly text: string;
  readonly module: { exports: unknown };
  readonly needs: Set<string>;
  done?: Promise<void>;
}

/** One import of a cell, with all that it leads to: whole, or not at all. */
interface Import {
  readonly modules: Map<string, Module>;
  open: boolean;
}

export interface ModuleHost {
  here(): unknown;
  resumed<T>(here: unknown, value: T): T;
  readonly timers: readonly unknown[];
  /** Told of each package that a cell has loaded. */
  loaded(specifier: string, exports: unknown): void;
}

export function openModules(language: Language, folder: string, host: ModuleHost): Modules {
  const modules = new Map<string, Module>();
  let turn: Promise<unknown> = Promise.resolve();
  const cell = `${folder}/cell.ts`;

  function isFresh(path: string, seen = new Set<string>()): boolean {
    if (seen.has(path)) return true;
    seen.add(path);
    const known = modules.get(path);
    return (
      known !== undefined &&
      known.text === textOf(path) &&
      [...known.needs].every((each) => isFresh(each, seen))
    );
  }
  function begin(): Import {
    for (const path of [...modules.keys()]) if (!isFresh(path)) modules.delete(path);
    return { modules: new Map(), open: true };
  }
  function end({ open, modules: complete }: Import, whole: boolean): void {
    if (open && whole) for (const [path, each] of complete) modules.set(path, each);
  }

  /** The file of a module beside the notebook; undefined where it is a package's. */
  function fileOf(specifier: string, from: string): string | undefined {
    if (specifier.startsWith("file:")) return fileURLToPath(specifier);
    if (!/^\.{0,2}\//.test(specifier)) return undefined;
    const found = language.resolve(specifier, from);
    if (found && !/\.d\.[mc]?ts$/.test(found)) return found;
    return createRequire(from).resolve(specifier);
  }

  const compiled = new Map<string, CompiledModule & { text: string }>();
  function compile(path: string, text: string): CompiledModule {
    const known = compiled.get(path);
    if (known?.text === text) return known;
    const fresh = { ...compileModule(text, relative(folder, path)), text };
    compiled.set(path, fresh);
    return fresh;
  }

  /** Runs a module whose imports are there. */
  function run(
    path: string,
    module: Module,
    { code, mappings }: CompiledModule,
    within: Import,
    chain: string[],
  ): unknown {
    name(path, mappings);
    const evaluate = new vm.Script(code, { filename: path }).runInThisContext();
    const require = requireFrom(path, module, within, chain);
    const meta = metaOf(path, require);
    const imported = (specifier: string): Promise<Namespace> =>
      importFrom(specifier, path, within, chain, module);
    const services = { here: host.here, resumed: host.resumed, meta, import: imported };
    const own = module.module;
    const start = evaluate(services, link, require, own, own.exports, path, dirname(path), ...host.timers);
    return start.call(own.exports);
  }

  function known(path: string, within: Import): Module | undefined {
    return within.modules.get(path) ?? modules.get(path);
  }
  function register(path: string, text: string, within: Import): Module {
    const module: Module = { text, module: { exports: {} }, needs: new Set() };
    within.modules.set(path, module);
    return module;
  }

  async function load(path: string, within: Import, chain: string[]): Promise<Module> {
    const before = known(path, within);
    if (before) {
      if (!chain.includes(path)) await before.done;
      return before;
    }
    const text = textOf(path);
    const module = register(path, text, within);
    module.done = (async () => {
      if (!isCode(path)) return void readData(path, module);
      const code = compile(path, text);
      for (const each of code.imports) await importFrom(each, path, within, [...chain, path], module);
      await run(path, module, code, within, [...chain, path]);
    })();
    await module.done;
    return module;
  }

  function loadNow(path: string, within: Import, chain: string[]): Module {
    const before = known(path, within);
    if (before) return before;
    const text = textOf(path);
    const module = register(path, text, within);
    if (!isCode(path)) readData(path, module);
    else {
      const code = compile(path, text);
      if (code.awaits)
        throw new Error(
          `${relative(folder, path)} awaits at its top, which require cannot wait for: import it`,
        );
      run(path, module, code, within, [...chain, path]);
    }
    return module;
  }

  function readData(path: string, module: Module): void {
    if (path.endsWith(".json")) {
      try {
        module.module.exports = JSON.parse(module.text.replace(/^\uFEFF/, ""));
      } catch (error) {
        throw new SyntaxError(`${relative(folder, path)}: ${(error as Error).message}`);
      }
    } else module.module.exports = createRequire(cell)(path);
  }

  async function importFrom(
    specifier: string,
    from: string,
    within: Import | undefined,
    chain: string[],
    importer?: Module,
  ): Promise<Namespace> {
    const path = fileOf(specifier, from);
    if (path === undefined) return namespaceOf(await packageOf(specifier, from));
    importer?.needs.add(path);
    if (within?.open) return namespaceOf((await load(path, within, chain)).module.exports);
    // one after the other, so that what two imports share is loaded once
    const before = turn;
    let over = (): void => {};
    turn = new Promise<void>((resolve) => {
      over = resolve;
    });
    await before;
    const mine = begin();
    current.add(mine);
    try {
      const { module } = await load(path, mine, chain);
      end(mine, true);
      return namespaceOf(module.exports);
    } finally {
      mine.open = false;
      current.delete(mine);
      over();
    }
  }
  const current = new Set<Import>();

  function requireFrom(
    from: string,
    importer?: Module,
    within?: Import,
    chain: string[] = [],
  ): NodeJS.Require {
    const own = createRequire(from);
    const required = (specifier: string): unknown => {
      const path = fileOf(specifier, from);
      if (path === undefined) return esModule(packages.get(specifier) ?? requirePackage(specifier, own));
      importer?.needs.add(path);
      if (within?.open) return loadNow(path, within, chain).module.exports;
      const mine = begin();
      const { module } = loadNow(path, mine, chain);
      end(mine, true);
      mine.open = false;
      return module.exports;
    };
    return Object.assign(required, {
      resolve: own.resolve,
      cache: own.cache,
      main: own.main,
      extensions: own.extensions,
    });
  }

  // --- packages ---------------------------------------------------------------------------------------

  /** What only `import` loads, so that a module that was compiled to CommonJS finds it. */
  const packages = new Map<string, unknown>();

  function requirePackage(specifier: string, require: NodeJS.Require): unknown {
    // half-loaded ones are left from an interrupt
    for (const [path, module] of Object.entries(require.cache))
      if (module && !module.loaded) delete require.cache[path];
    const exports = ownInstead(specifier, require)(specifier);
    host.loaded(specifier, exports);
    return exports;
  }

  async function packageOf(specifier: string, from: string): Promise<unknown> {
    try {
      return requirePackage(specifier, createRequire(from));
    } catch (error) {
      if (!ONLY_IMPORTS.has(String((error as NodeJS.ErrnoException).code))) throw error;
    }
    const importing = new vm.Script("(specifier) => import(specifier)", {
      filename: from,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext();
    const namespace = await importing(specifier);
    packages.set(specifier, namespace);
    return namespace;
  }

  return {
    import: (specifier) => importFrom(specifier, cell, undefined, []),
    require: requireFrom(cell),
    abandon() {
      for (const each of current) each.open = false;
      current.clear();
      turn = Promise.resolve();
    },
  };
}

/** Where the notebook's folder has no spin-ring, that of this kernel. */
function ownInstead(specifier: string, theirs: NodeJS.Require): NodeJS.Require {
  if (!isOwn(specifier)) return theirs;
  try {
    theirs.resolve(specifier);
    return theirs;
  } catch {
    return createRequire(__filename);
  }
}

const ONLY_IMPORTS = new Set([
  "ERR_REQUIRE_ESM",
  "ERR_REQUIRE_ASYNC_MODULE",
  "ERR_PACKAGE_PATH_NOT_EXPORTED",
]);

const isCode = (path: string): boolean => /\.[mc]?[jt]sx?$/.test(path);

const textOf = (path: string): string => readFileSync(path, "utf8");

/** `import.meta` of a file. */
export const metaOf = (path: string, require: NodeJS.Require): object => ({
  url: pathToFileURL(path).href,
  filename: path,
  dirname: dirname(path),
  resolve: (specifier: string) => {
    const found = require.resolve(specifier);
    return found.startsWith("/") ? pathToFileURL(found).href : found;
  },
});

const namespaces = new WeakMap<object, Namespace>();

/** What `import * as` gives: CommonJS's exports are the default as well. */
function namespaceOf(exports: unknown): Namespace {
  const object = Object(exports) as Namespace;
  if (types.isModuleNamespaceObject(object) || object.__esModule) return object;
  const before = namespaces.get(object);
  if (before) return before;
  const namespace: Namespace = { default: exports };
  if (typeof exports === "object" || typeof exports === "function")
    for (const key of Object.keys(object))
      if (key !== "default")
        Object.defineProperty(namespace, key, { get: () => object[key], enumerable: true });
  namespaces.set(object, namespace);
  return namespace;
}

/** The same for code that was compiled to CommonJS, which asks for a mark. */
function esModule(exports: unknown): unknown {
  if (!types.isModuleNamespaceObject(exports)) return exports;
  const marked = Object.create(null, { __esModule: { value: true } });
  for (const key of Object.keys(exports as object))
    Object.defineProperty(marked, key, { get: () => (exports as Namespace)[key], enumerable: true });
  return marked;
}
