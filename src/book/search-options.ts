// How sections of the book are searched, by what makes the index and by the page that looks into it.
import type { Options } from "minisearch";

/** A part of a page with a heading of its own. */
export interface Section {
  /** its address in the book */
  readonly id: string;
  readonly title: string;
  /** the title of its page */
  readonly page: string;
  /** how it begins */
  readonly start: string;
  readonly text: string;
}

/** Words stand for themselves, for their beginnings, and for what is spelt nearly so. */
export const OPTIONS: Options<Section> = {
  fields: ["title", "text"],
  storeFields: ["title", "page", "start"],
  searchOptions: {
    combineWith: "AND",
    boost: { title: 4 },
    prefix: (term) => term.length > 1,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
  },
};
