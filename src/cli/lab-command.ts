// spin-ring lab: the notebooks in the Jupyter that the user has. The kernel is found through JUPYTER_PATH, so that
// nothing needs to be installed for it.
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { refuse } from "../input/guards";
import { checkout, registration } from "../kernel/kernelspec";
import { KERNEL_PEERS, needPeers } from "./peers";
import { ownNotebooks } from "./reproduce-command";

interface FrontEnd {
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** In the order of preference; Notebook 6 and 7 have one name. */
const FRONT_ENDS: readonly FrontEnd[] = [
  { title: "JupyterLab", program: "jupyter-lab", args: [] },
  { title: "Jupyter Notebook", program: "jupyter-notebook", args: [] },
  { title: "JupyterLab by uvx", program: "uvx", args: ["--from", "jupyterlab", "jupyter-lab"] },
];

const NONE = `there is no JupyterLab, Jupyter Notebook or uv here that runs. What you can do:
  install one of them, with pipx install jupyterlab, pip install jupyterlab, uv (https://docs.astral.sh/uv)
    or apt install jupyter-notebook, and run this again
  edit in VS Code: npx spin-ring kernel install, then open notebooks/ with its Jupyter extension
  read without any of them:  npm start
  run without any of them:   npm run reproduce`;

export function labCommand(): Command {
  return new Command("lab")
    .description("open the notebooks in JupyterLab or Jupyter Notebook")
    .argument("[arguments...]", "a notebook to open (04-current-modes), options for Jupyter (--no-browser)")
    .allowUnknownOption()
    .action(async (given: string[]) => {
      needPeers("lab", KERNEL_PEERS);
      const args = jupyterArguments(given);
      const env = environment();
      warnOfStaleKernel();
      for (const frontEnd of installed(process.env.PATH ?? "")) {
        console.log(`opening the notebooks in ${frontEnd.title} (${frontEnd.program})`);
        if (await run(frontEnd, args, env)) return;
        console.error(`spin-ring: ${frontEnd.program} does not run`);
      }
      throw new Error(NONE);
    });
}

/** What Jupyter is called with: the notebook or their folder first, then what was given for it. */
function jupyterArguments(given: readonly string[]): string[] {
  const names = ownNotebooks().map((path) => basename(path, ".ipynb"));
  const folder = join(checkout, "notebooks");
  const here = process.env.INIT_CWD ?? process.cwd(); // npm runs its scripts in the package's folder
  const notebookOf = (name: string): string | undefined => {
    if (name.startsWith("-")) return undefined;
    const places = [resolve(here, name), join(folder, name), join(folder, `${name}.ipynb`)];
    return places.find((path) => path.endsWith(".ipynb") && existsSync(path));
  };
  const at = given.findIndex((argument) => notebookOf(argument) !== undefined);
  if (at < 0) {
    if (given.length > 0 && !given[0].startsWith("-"))
      refuse("notebook", `a file or one of ${names.join(", ")}`, given[0]);
    return [`--notebook-dir=${folder}`, ...given];
  }
  const notebook = notebookOf(given[at]) as string;
  return [notebook, `--notebook-dir=${dirname(notebook)}`, ...given.filter((_, i) => i !== at)];
}

function environment(): NodeJS.ProcessEnv {
  const { PATH, JUPYTER_PATH } = process.env;
  const joined = (...folders: (string | undefined)[]) => folders.filter(Boolean).join(delimiter);
  // last, for who has no `node` on the path: no other program may change by it
  const node = dirname(process.execPath);
  return { ...process.env, PATH: joined(PATH, node), JUPYTER_PATH: joined(checkout, JUPYTER_PATH) };
}

function* installed(path: string): Generator<FrontEnd> {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  // `jupyter lab` would start what lies beside the real `jupyter`, which may be linked from elsewhere
  const jupyter = programIn(folders, "jupyter");
  if (jupyter) folders.push(dirname(realpathSync(jupyter)));
  for (const frontEnd of FRONT_ENDS) {
    const program = programIn(folders, frontEnd.program);
    if (program) yield { ...frontEnd, program };
  }
}

function programIn(folders: readonly string[], name: string): string | undefined {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  return folders.map((folder) => resolve(folder, file)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Runs a front end to its end and ends as it does; false if there is nothing to run behind its name. */
function run(
  { program, args }: FrontEnd,
  given: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  return new Promise((done) => {
    const pass = (signal: NodeJS.Signals) => {
      if (signal === "SIGINT" && process.stdin.isTTY) return; // the terminal has told both
      child.kill(signal);
    };
    const release = () => {
      for (const signal of SIGNALS) process.off(signal, pass);
    };
    // first, so that no signal ends this program alone
    for (const signal of SIGNALS) process.on(signal, pass);
    const child = spawn(program, [...args, ...given], { env, stdio: "inherit" });
    child.on("error", () => {
      release();
      done(false);
    });
    child.on("close", (code, signal) => {
      release();
      if (signal) process.kill(process.pid, signal);
      else process.exitCode = code ?? 1;
      done(code !== 126 && code !== 127); // a shell's way to say so
    });
  });
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

// here the checkout's own kernel comes first, but elsewhere a stale one would be started
function warnOfStaleKernel(): void {
  try {
    const found = registration();
    if (found && !found.works) {
      console.error(
        `spin-ring: the kernel installed in ${found.folder} no longer works: npx spin-ring kernel install mends it`,
      );
    }
  } catch {
    // not ours
  }
}
