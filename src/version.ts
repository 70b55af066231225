/** As in package.json, which only Node can read. */
export const VERSION: string = "0.1.0";
