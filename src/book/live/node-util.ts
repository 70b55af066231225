// What the kernel's words for values and errors take of Node's util, where there is no Node.
export { inspect } from "node-inspect-extracted";
export const types = { isNativeError: (value: unknown): boolean => value instanceof Error };
