// Packages that the library does without and some commands do not: who wants those commands installs them.

/** What the kernel needs, and so whatever runs notebooks. */
export const KERNEL_PEERS: readonly string[] = ["typescript", "zeromq", "vega", "vega-lite", "@types/node"];

/**
 * Ends a command whose packages are not there, with the line that installs them.
 *
 * @throws Error naming those that are missing
 */
export function needPeers(command: string, peers: readonly string[]): void {
  const missing = peers.filter(
    (name) => !isThere(name === "@types/node" ? "@types/node/package.json" : name),
  );
  if (missing.length === 0) return;
  const [what, them] = missing.length === 1 ? ["a package", "it"] : ["packages", "them"];
  throw new Error(
    `spin-ring ${command} needs ${what} that this folder does not have; install ${them}: npm install --save-dev ${missing.map(versioned).join(" ")}`,
  );
}

/** The last version whose interface is the one that is used here, where a later one has another. */
const LAST: Readonly<Record<string, string>> = {
  typescript: "6",
  vega: "5",
  "vega-lite": "5",
  "vega-embed": "6",
};

const versioned = (name: string): string => (name in LAST ? `${name}@${LAST[name]}` : name);

function isThere(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch (error) {
    // some have only what import() finds
    return (error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND";
  }
}
