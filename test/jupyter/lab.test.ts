// spin-ring lab with a real Jupyter on a machine without a browser.
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../support/wait";
import { environment, main, program, root, start } from "./helper";

test("without a browser the address is printed, the kernels are there, and SIGTERM ends it all", async () => {
  program("notebook");
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...rest } = environment;
  const env = { ...rest, JUPYTER_PATH: "", BROWSER: "", PATH: `/usr/bin:${environment.PATH}` };
  const options = process.getuid?.() === 0 ? ["--allow-root"] : []; // as in a container
  const lab = start(process.execPath, [main, "lab", ...options], env);
  let said = "";
  lab.stderr?.on("data", (text) => {
    said += text;
  });
  const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\w+/;
  expect(await eventually(() => /^ .*127\.0\.0\.1:\d+\/\?token=\w+$/m.test(said)), said).toBe(true);
  expect(said).toContain("No web browser found");
  expect(said).toContain(`Serving notebooks from local directory: ${join(root, "notebooks")}`);

  const [url] = address.exec(said) ?? [];
  const answer = await fetch(String(url).replace("/?", "/api/kernelspecs?"));
  const { kernelspecs } = (await answer.json()) as {
    kernelspecs: Record<string, { spec: { display_name: string } }>;
  };
  expect(kernelspecs["spin-ring"].spec.display_name).toBe("TypeScript (spin-ring)");
  expect(Object.keys(kernelspecs)).toContain("tslab");

  const ended = new Promise((resolve) => lab.once("exit", (status, signal) => resolve(signal ?? status)));
  lab.kill("SIGTERM");
  expect(await ended).toBe(0);
  await expect(fetch(String(url))).rejects.toThrow();
});
