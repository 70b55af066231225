// What a cell prints, on its way to the front end. It is sent at once, so that a long computation shows what
// it said before; but of a flood of lines, what follows the first twenty waits to be sent together.
type Send<Owner> = (name: string, text: string, owner: Owner) => void;

/** Redirects the process's standard streams to `send`; returns what sends the text that still waits. */
export function captureOutput<Owner>(send: Send<Owner>, ownerNow: () => Owner): () => void {
  let name = "";
  let owner: Owner;
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;
  let since = 0;
  let sent = 0; // since then

  function flush(): void {
    clearTimeout(timer);
    const text = waiting;
    waiting = "";
    if (text !== "") send(name, text, owner);
  }
  function print(stream: string, text: string): void {
    const printing = ownerNow();
    if (name !== stream || owner !== printing) flush();
    if (owner !== printing) since = 0; // a flood of one cell is not another's
    owner = printing;
    if (waiting === "") timer = setTimeout(flush, 50);
    name = stream;
    waiting += text;
    const now = performance.now();
    if (now - since > 50) [since, sent] = [now, 0];
    if (sent++ < 20 || waiting.length > 65536) flush();
  }
  delete process.env.FORCE_COLOR; // colour codes have no place in a notebook
  redirect(process.stdout, (text) => print("stdout", text));
  redirect(process.stderr, (text) => print("stderr", text));
  return flush;
}

function redirect(stream: NodeJS.WriteStream, print: (text: string) => void): void {
  const decoder = new TextDecoder();
  type Done = () => void;
  stream.isTTY = false;
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, done?: Done) => {
    const bytes = typeof chunk === "string" && isBinary(encoding) ? Buffer.from(chunk, encoding) : chunk;
    print(typeof bytes === "string" ? bytes : decoder.decode(bytes, { stream: true }));
    (typeof encoding === "function" ? (encoding as Done) : done)?.();
    return true;
  };
}

/** An encoding of bytes rather than of text. */
const isBinary = (encoding: unknown): encoding is BufferEncoding =>
  typeof encoding === "string" && Buffer.isEncoding(encoding) && !/^utf-?8$/i.test(encoding);
