// spin-ring lab with front ends that only say how they were called (`npm run build` first).
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";

const root = join(__dirname, "..", "..");
const main = join(root, "dist", "cli", "main.js");
const notebooks = join(root, "notebooks");
const folder = mkdtempSync(join(tmpdir(), "spin-ring-"));
afterAll(() => rmSync(folder, { recursive: true }));
const bin = join(folder, "bin");
beforeEach(() => {
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin);
});

const env = (rest: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: bin,
  JUPYTER_DATA_DIR: join(folder, "jupyter"),
  ...rest,
});

/** A program that prints its name, its arguments and where it looks for kernels. */
function fake(name: string, script = `echo "${name}" "$@" "$JUPYTER_PATH"`, where = bin): void {
  mkdirSync(where, { recursive: true });
  writeFileSync(join(where, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

interface Outcome {
  readonly status: number | null;
  /** What the front end printed, without the line that says which one it is. */
  readonly said: string;
  readonly stderr: string;
}

function lab(args: string[] = [], rest?: NodeJS.ProcessEnv): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "lab", ...args], {
    encoding: "utf8",
    env: env(rest),
    cwd: folder,
  });
  return { status, said: stdout.replace(/^opening the notebooks in .*\n/gm, ""), stderr };
}

test("JupyterLab comes before Jupyter Notebook, and that before uvx", () => {
  fake("uvx");
  expect(lab().said).toBe(`uvx --from jupyterlab jupyter-lab --notebook-dir=${notebooks} ${root}\n`);
  fake("jupyter-notebook");
  expect(lab().said).toBe(`jupyter-notebook --notebook-dir=${notebooks} ${root}\n`);
  fake("jupyter-lab");
  expect(lab()).toEqual({ status: 0, said: `jupyter-lab --notebook-dir=${notebooks} ${root}\n`, stderr: "" });
});

test("a `jupyter` without a front end is none, one that is linked from elsewhere has its own beside it", () => {
  const elsewhere = join(folder, "elsewhere");
  fake("jupyter", "echo wrong", elsewhere);
  symlinkSync(join(elsewhere, "jupyter"), join(bin, "jupyter"));
  expect(lab().status).toBe(1);
  fake("jupyter-lab", "echo right", elsewhere);
  expect(lab().said).toBe("right\n");
});

test("with none there is one message with the ways out, and status 1", () => {
  const { status, said, stderr } = lab();
  expect([status, said]).toEqual([1, ""]);
  expect(stderr).toMatch(/^there is no JupyterLab, Jupyter Notebook or uv here that runs/);
  for (const way of [
    "pip install",
    "pipx",
    "uv",
    "apt",
    "VS Code",
    "kernel install",
    "npm start",
    "reproduce",
  ])
    expect(stderr).toContain(way);
});

test("what cannot run is passed over: no permission, a lost interpreter, a shim with nothing behind it", () => {
  writeFileSync(join(bin, "jupyter-lab"), "#!/bin/sh\necho lab", { mode: 0o644 });
  fake("jupyter-notebook", "echo notebook");
  expect(lab()).toEqual({ status: 0, said: "notebook\n", stderr: "" });
  for (const broken of ["#!/gone/python\n", "#!/bin/sh\nexit 127\n"]) {
    writeFileSync(join(bin, "jupyter-lab"), broken);
    spawnSync("chmod", ["755", join(bin, "jupyter-lab")]);
    const { status, said, stderr } = lab();
    expect([status, said]).toEqual([0, "notebook\n"]);
    expect(stderr).toBe(`spin-ring: ${join(bin, "jupyter-lab")} does not run\n`);
  }
});

test("a JUPYTER_PATH that is set already comes after ours", () => {
  fake("jupyter-lab", 'echo "$JUPYTER_PATH"');
  expect(lab([], { JUPYTER_PATH: "/mine" }).said).toBe(`${root}${delimiter}/mine\n`);
});

test("kernels find a Node, also where none is on the path, and no program changes by it", () => {
  fake("jupyter-lab", 'node -p "process.execPath"');
  expect(lab().said).toBe(`${process.execPath}\n`);
  fake("jupyter-lab", 'echo "$PATH"');
  expect(lab().said.startsWith(`${bin}${delimiter}`)).toBe(true);
});

test.each([["04-current-modes"], ["04-current-modes.ipynb"], [join(notebooks, "04-current-modes.ipynb")]])(
  "the notebook %s opens",
  (name) => {
    fake("jupyter-lab", 'echo "$@"');
    const path = join(notebooks, "04-current-modes.ipynb");
    expect(lab([name, "--port=9000"]).said).toBe(`${path} --notebook-dir=${notebooks} --port=9000\n`);
    expect(lab(["--", "--no-browser", name]).said).toBe(`${path} --notebook-dir=${notebooks} --no-browser\n`);
  },
);

test("a notebook of somebody else opens in its own folder, named from where npm was called", () => {
  const own = join(folder, "own.ipynb");
  writeFileSync(own, "{}");
  fake("jupyter-lab", 'echo "$@"');
  expect(lab(["own.ipynb"]).said).toBe(`${own} --notebook-dir=${folder}\n`);
  const { stdout } = spawnSync(process.execPath, [main, "lab", "own.ipynb"], {
    encoding: "utf8",
    cwd: root,
    env: env({ INIT_CWD: folder }),
  });
  expect(stdout).toContain(`${own} --notebook-dir=${folder}\n`);
});

test("options with their values are passed on as they are", () => {
  fake("jupyter-lab", 'echo "$@"');
  expect(lab(["--no-browser", "--port", "9000"]).said).toBe(
    `--notebook-dir=${notebooks} --no-browser --port 9000\n`,
  );
});

test("a notebook that does not exist is refused by name, with those that do", () => {
  fake("jupyter-lab");
  const { status, said, stderr } = lab(["08-missing"]);
  expect([status, said]).toEqual([2, ""]);
  expect(stderr).toMatch(/^notebook must be a file or one of 00-one-qubit, [^\n]*, got "08-missing"\n$/);
});

test("the exit status of the front end is passed on", () => {
  fake("jupyter-lab", "exit 3");
  expect(lab()).toEqual({ status: 3, said: "", stderr: "" });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s reaches the front end, whose end is ours",
  async (signal) => {
    const note = join(folder, signal);
    // the first ends as it likes, the second by the signal
    for (const [how, outcome] of [
      [`trap 'echo caught > "${note}"; exit 5'`, [5, null]],
      ["true", [null, signal]],
    ] as const) {
      const name = signal.slice(3);
      fake(
        "jupyter-lab",
        `${how === "true" ? how : `${how} ${name}`}\necho up\nwhile :; do /bin/sleep 0.05; done`,
      );
      const child = spawn(process.execPath, [main, "lab"], {
        env: env(),
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise<void>((up) => child.stdout.on("data", (text) => /^up$/m.test(String(text)) && up()));
      child.kill(signal);
      const end = await new Promise((done) => child.on("exit", (status, killed) => done([status, killed])));
      expect(end).toEqual(outcome);
    }
    expect(readFileSync(note, "utf8")).toBe("caught\n");
  },
);
