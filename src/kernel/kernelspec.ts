// How front ends find the kernel: a kernelspec is a folder `kernels/NAME` with a kernel.json in it. The one in this
// repository serves whoever has it on JUPYTER_PATH; `register` makes one for the user, where every Jupyter and
// VS Code look. The name is our own, so that a stock tslab beside it keeps its name and its notebooks.
// https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
import { existsSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { kernelArguments } from "./launch";
import { makeFolder } from "./make-folder";
import type { Content } from "./wire";

/** What a notebook says about the kernel that it wants. */
export const KERNELSPEC = {
  name: "spin-ring",
  display_name: "TypeScript (spin-ring)",
  language: "typescript",
} as const;

/** This checkout: the folder that holds `kernels/`. */
export const checkout: string = join(__dirname, "..", "..");

/** The user's folder for Jupyter's data, as Jupyter itself finds it. */
export function userDataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const home = homedir();
  if (env.JUPYTER_DATA_DIR) return resolve(env.JUPYTER_DATA_DIR);
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32")
    return env.APPDATA ? join(env.APPDATA, "jupyter") : join(home, ".jupyter", "data");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

/** A kernelspec that `register` wrote. */
export interface Registration {
  /** The folder with the kernel.json. */
  readonly folder: string;
  /** The checkout whose kernel it starts. */
  readonly checkout: string;
  /** Whether that kernel, and the Node that runs it, are still there. */
  readonly works: boolean;
}

/** What is registered for the user; throws one line if a kernelspec of this name is not by spin-ring. */
export function registration(): Registration | undefined {
  const folder = specFolder();
  const file = join(folder, "kernel.json");
  if (!existsSync(file)) return undefined;
  const { argv, metadata } = readSpec(file);
  const of = metadata?.[KERNELSPEC.name]?.checkout;
  if (typeof of !== "string") {
    throw new Error(
      `${folder} was not made by spin-ring and is left alone: ` +
        "remove it if you do not need it, or name another data folder with JUPYTER_DATA_DIR",
    );
  }
  const files = Array.isArray(argv) ? argv.filter((part) => isAbsolute(String(part))) : [];
  const works = files.length > 0 && files.every((path) => existsSync(path));
  return { folder, checkout: of, works };
}

/** Registers this checkout's kernel for the user; returns what was registered before. */
export function register(): Registration | undefined {
  const before = registration();
  const folder = specFolder();
  const file = join(folder, "kernel.json");
  const { display_name, language } = KERNELSPEC;
  const spec = {
    argv: [process.execPath, ...kernelArguments, "{connection_file}"],
    ...{ display_name, language, interrupt_mode: "message" },
    metadata: { [KERNELSPEC.name]: { checkout } },
  };
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    makeFolder(folder);
    writeFileSync(temporary, `${JSON.stringify(spec, null, 2)}\n`);
    renameSync(temporary, file);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw unwritable(folder, error);
  }
  return before;
}

/** Removes what `register` made, and nothing else; returns what it was. */
export function unregister(): Registration | undefined {
  const before = registration();
  if (!before) return undefined;
  try {
    rmSync(join(before.folder, "kernel.json"));
  } catch (error) {
    throw unwritable(before.folder, error);
  }
  try {
    rmdirSync(before.folder);
  } catch {
    // somebody has put files of their own beside it
  }
  return before;
}

/** Where `register` writes. */
export const specFolder = (): string => join(userDataFolder(), "kernels", KERNELSPEC.name);

function readSpec(file: string): Content {
  try {
    return Object(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {}; // certainly not ours
  }
}

function unwritable(folder: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  return new Error(
    `${folder}: cannot be written (${code}); make it writable, or name another data folder with JUPYTER_DATA_DIR`,
  );
}
