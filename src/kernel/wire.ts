// The Jupyter wire format: identities, a delimiter, a signature, then four JSON frames that it signs.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** What a connection file says: where the five sockets are, and the key that signs every message. */
export interface Connection {
  transport: string;
  ip: string;
  key: string;
  signature_scheme: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

// biome-ignore lint/suspicious/noExplicitAny: each message type has its own content
export type Content = Record<string, any>;

export type Frame = string | Uint8Array;

export interface Message {
  identities: Uint8Array[];
  header: Header;
  parent: Partial<Header>;
  content: Content;
}

const delimiter = "<IDS|MSG>";

export function newHeader(type: string, session: string): Header {
  const date = new Date().toISOString();
  return { msg_id: randomUUID(), msg_type: type, session, username: "spin-ring", date, version: "5.3" };
}

// an empty key switches signing off, as the protocol has it
function sign(key: string, frames: (string | Buffer)[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const frame of frames) hmac.update(frame);
  return hmac.digest("hex");
}

export function encode(key: string, { identities, header, parent, content }: Message): Frame[] {
  const frames = [header, parent, {}, content].map((part) => JSON.stringify(part));
  return [...identities, delimiter, sign(key, frames), ...frames];
}

/** The messages that arrive at a socket; what is no message, or not signed by this key, is not from our front end, and passed over. */
export async function* signedMessages(socket: AsyncIterable<Buffer[]>, key: string): AsyncGenerator<Message> {
  for await (const frames of socket) {
    let message: Message;
    try {
      message = decode(key, frames);
    } catch {
      continue;
    }
    yield message;
  }
}

/** Reads a message; throws when it is none, or its signature is not by this key. */
export function decode(key: string, raw: Buffer[]): Message {
  const at = raw.findIndex((frame) => frame.toString("latin1") === delimiter);
  if (at < 0 || raw.length < at + 6) throw new Error("a message has too few frames");
  const frames = raw.slice(at + 2, at + 6);
  const expected = Buffer.from(sign(key, frames));
  const given = raw[at + 1];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error("a message has the wrong signature");
  }
  const [header, parent, , content] = frames.map((frame) => JSON.parse(frame.toString()));
  if (!isObject(header) || typeof header.msg_type !== "string") throw new Error("a message has no header");
  const [ofParent, ofContent] = [parent, content].map((part) => (isObject(part) ? part : {}));
  return { identities: raw.slice(0, at), header, parent: ofParent, content: ofContent };
}

// biome-ignore lint/suspicious/noExplicitAny: anything may have been sent
const isObject = (part: any): boolean => typeof part === "object" && part !== null && !Array.isArray(part);
