// A program in another process that answers one line of JSON with another.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Starts a peer; undefined with the reason printed where it does not run. Its first line says what it is. */
export async function startPeer(name, command, args, env) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  child.on("error", (error) => {
    said += error.message;
  });
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(said.trim().split("\n").pop() || "it ended");
      if (value.startsWith("{")) return JSON.parse(value); // QuTiP also talks of its calibration
    }
  };
  try {
    const about = await answer();
    const ask = (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      return answer();
    };
    return { ...about, ask, stop: () => child.kill() };
  } catch (error) {
    console.log(`${name} does not run here: ${error.message}`);
    return undefined;
  }
}
