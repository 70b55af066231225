// A notebook may come from anybody: what it brings along to be seen is made harmless before it meets a page. Scripts,
// handlers, forms and style sheets go; pictures are taken into the page, and nothing is fetched from elsewhere.
import type { DOMPurify } from "dompurify";
import type { Content } from "../kernel/wire";

/** Where the pictures of a cell are: in the cell itself, or in files beside the notebook. */
export interface Pictures {
  readonly attachments?: Content;
  /** folder of the notebook; without one no file is read */
  readonly folder?: string;
}

/** HTML or SVG without whatever could do something, its pictures inside. */
export function harmless(html: string, pictures: Pictures = {}): string {
  current = pictures;
  purify ??= sanitiser();
  return purify.sanitize(html, {
    FORBID_TAGS: ["style", "form", "input", "button", "select", "textarea", "dialog"],
  });
}

/** The picture itself in place of its address; undefined where there is none, or none that may be shown. */
export function pictureData(address: string, { attachments, folder }: Pictures): string | undefined {
  const name = decoded(address);
  if (/^data:image\//i.test(name)) return address;
  const attached = attachments?.[name.replace(/^attachment:/, "")];
  if (attached) {
    const type = Object.keys(attached).find((each) => each.startsWith("image/"));
    return type && dataAddress(type, String(attached[type]));
  }
  const type = PICTURE_TYPES[(/\.\w+$/.exec(name)?.[0] ?? "").toLowerCase()];
  if (!folder || !type || /^[a-z][a-z+.-]*:|^\/\//i.test(name)) return undefined;
  const { readFileSync, realpathSync } = require("node:fs") as typeof import("node:fs"); // which a page has not
  const { resolve, sep } = require("node:path") as typeof import("node:path");
  try {
    const home = realpathSync(folder);
    const file = realpathSync(resolve(home, name));
    return file.startsWith(home + sep) ? dataAddress(type, readFileSync(file, "base64")) : undefined;
  } catch {
    return undefined; // there is no such file
  }
}

/** A picture's bytes, in base64, as an address. */
export const dataAddress = (type: string, base64: string): string =>
  `data:${type};base64,${base64.replace(/\s/g, "")}`;

const PICTURE_TYPES: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

let current: Pictures = {};
let purify: DOMPurify | undefined;

/** Whether this runs in a page, which has a window of its own and shows what it can of somebody else's notebook. */
export const inPage: boolean = "document" in globalThis;

function sanitiser(): DOMPurify {
  const createDOMPurify = require("dompurify") as typeof import("dompurify");
  // 0.7 s, and most commands show nothing
  const { JSDOM } = inPage ? {} : (require("jsdom") as typeof import("jsdom"));
  const made = createDOMPurify(JSDOM ? new JSDOM("").window : (globalThis as never));
  made.addHook("uponSanitizeAttribute", (node, attribute) => {
    const { attrName, attrValue } = attribute;
    // what lies over the page could pass for it; an escape could hide the word
    if (attrName === "style" && /position|url\(|\\/i.test(attrValue)) attribute.keepAttr = false;
    if (attrName === "srcset") attribute.keepAttr = false;
    if (attrName !== "src" || node.nodeName !== "IMG") return;
    const data = pictureData(attrValue, current);
    if (data) attribute.attrValue = data;
    else {
      attribute.keepAttr = false;
      node.setAttribute("alt", missing(attrValue, node.getAttribute("alt") ?? ""));
    }
  });
  return made;
}

/** What stands where a picture cannot. */
export const missing = (address: string, alt: string): string =>
  alt === "" ? `(picture: ${address})` : `${alt} (picture: ${address})`;
