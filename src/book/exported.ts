// What the package exports, as TypeDoc reads it from the declarations in dist and their comments.
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

type TypeDoc = typeof import("typedoc", { with: { "resolution-mode": "import" }});
export type DeclarationReflection = InstanceType<TypeDoc["DeclarationReflection"]>;
export type SignatureReflection = InstanceType<TypeDoc["SignatureReflection"]>;
export type Comment = InstanceType<TypeDoc["Comment"]>;
export type SomeType = NonNullable<DeclarationReflection["type"]>;

const dist = join(__dirname, "..", "..", "dist");

/** What a program imports from, by its file in dist. */
const ENTRIES = {
  "spin-ring": "index",
  "spin-ring/figures": "figures/index",
  "spin-ring/paper": "paper/index",
};

/** What types are computed with: nothing that a reader would look for. */
const HELPERS = [
  "CURRENT_MODES",
  "Columns",
  "DESCRIBED_OPTIONS",
  "Described",
  "Every",
  "Graph",
  "NOTE_COLUMNS",
  "Names",
  "OfSteadyStates",
];

/** An entry of the package with what it exports. */
export interface Entry {
  readonly name: string;
  readonly exports: readonly DeclarationReflection[];
}

/**
 * What every entry exports, as the declarations in dist have it; a name belongs to the first entry that has it.
 *
 * @param warn is told of types that an exported one speaks of and that are not exported
 */
export async function readEntries(warn: (message: string) => void = () => {}): Promise<Entry[]> {
  const { Application, Logger, ReflectionKind } = await import("typedoc");
  const entries = Object.entries(ENTRIES)
    .map(([name, file]) => ({ name, file: join(dist, `${file}.d.ts`) }))
    .filter(({ file }) => existsSync(file));
  const files = entries.map(({ file }) => file);
  const app = await Application.bootstrap(
    {
      entryPoints: files,
      excludeExternals: true,
      skipErrorChecking: true,
      sort: ["source-order"],
      disableGit: true,
      sourceLinkTemplate: "{path}",
      validation: { notExported: true },
      intentionallyNotExported: HELPERS,
    },
    [],
  );
  app.options.setCompilerOptions(
    files,
    { module: ts.ModuleKind.NodeNext, strict: true, types: ["node"] },
    undefined,
  );
  app.logger = new (class extends Logger {
    override log(message: string): void {
      warn(message);
    }
  })();
  const project = (await app.convert()) as NonNullable<Awaited<ReturnType<typeof app.convert>>>;
  app.validate(project);
  return entries.map(({ name, file }) => {
    const module = project.children?.find(({ sources }) => sources?.[0].fullFileName === file);
    const exported = module?.children ?? [];
    return { name, exports: exported.filter(({ kind }) => kind !== ReflectionKind.Reference) };
  });
}

/** A name or a property that the reference speaks of, with its path such as `SteadyState.energies`. */
export interface Documented {
  readonly path: string;
  readonly declaration: DeclarationReflection;
}

/** What a declaration consists of: the properties of an interface or of a type, those within them included. */
export function propertiesOf(
  declaration: DeclarationReflection,
  path: string = declaration.name,
): Documented[] {
  const parts = [...(declaration.children ?? []), ...membersOf(declaration.type)];
  if (path === declaration.name)
    parts.push(...(declaration.signatures ?? []).flatMap(({ type }) => membersOf(type)));
  return parts
    .filter(({ name }) => name !== "constructor")
    .flatMap((part) => [
      { path: `${path}.${part.name}`, declaration: part },
      ...propertiesOf(part, `${path}.${part.name}`),
    ]);
}

/** The properties that a type writes out, not those of the types that it names. */
export function membersOf(type: SomeType | undefined): DeclarationReflection[] {
  if (type?.type === "reflection")
    return type.declaration.signatures ? [] : (type.declaration.children ?? []);
  if (type?.type === "union" || type?.type === "intersection") return type.types.flatMap(membersOf);
  if (type?.type === "array") return membersOf(type.elementType);
  if (type?.type === "typeOperator") return membersOf(type.target);
  return [];
}

// the numbers of TypeDoc's ReflectionKind, which CommonJS would have to wait for
export const INTERFACE = 256;
export const ALIAS = 2097152;
export const CLASS = 128;

/** Whether it is a type and nothing else. */
export const isType = ({ kind }: DeclarationReflection): boolean => kind === INTERFACE || kind === ALIAS;

/** How a declaration is called, if it can be: a function, a property or a constant that is one. */
export function signaturesOf({ signatures, type }: DeclarationReflection): readonly SignatureReflection[] {
  return signatures ?? (type?.type === "reflection" ? (type.declaration.signatures ?? []) : []);
}

/** The room of src that declares a name. */
export function roomOf({ sources }: DeclarationReflection): string {
  return /^\w+/.exec(relative(dist, sources?.[0].fullFileName ?? ""))?.[0] ?? "";
}

/** The comment of a declaration, which a function has with its signatures. */
export function commentOf(declaration: DeclarationReflection): Comment | undefined {
  return declaration.comment ?? signaturesOf(declaration)[0]?.comment;
}
