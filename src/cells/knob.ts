// What a reader can set. A page draws it as a control and runs the cell again with what was set; anywhere else it says
// in words what it is set to, and which words of the cell to change.
import { displayWriter } from "./host";

/** The format in which a cell hands a control to its page. */
export const CONTROL = "application/vnd.spin-ring.control+json";

/** A number or a text. */
export type Choice = string | number;

/** An axis to draw along. */
export interface Span {
  /** where it begins */
  readonly from: number;
  /** where it ends */
  readonly to: number;
  /** the quantity with its unit */
  readonly title: string;
}

/** A point of a curve. */
export type Point = readonly [x: number, y: number];

/** How a value is set. */
export type Knob =
  | {
      readonly kind: "number";
      readonly from: number;
      readonly to: number;
      readonly step: number;
      readonly value: number;
    }
  | { readonly kind: "choice"; readonly of: readonly Choice[]; readonly value: Choice }
  | { readonly kind: "switch"; readonly value: boolean }
  | {
      /** an exercise's: it is checked, and may be tried again */
      readonly kind: "answer";
      readonly asks: string;
      /** a number is typed where there is nothing to choose from */
      readonly of?: readonly Choice[];
      readonly value?: Choice;
      readonly verdict?: { readonly right: boolean; readonly words: string };
    }
  | {
      /** a commitment, before what it is about opens */
      readonly kind: "prediction";
      readonly of?: readonly Choice[];
      /** of a curve */
      readonly axes?: { readonly x: Span; readonly y: Span };
      readonly value?: Choice | readonly Point[];
      /** how many of the cells below keep their output closed until then */
      readonly covers: number;
    };

/** What a reader sets. */
export type Setting = Choice | boolean | readonly Point[];

/** One control, as data. */
export type Control = Knob & {
  /** what it is called; one of a name in a cell */
  readonly label: string;
  /** what the cell itself says, where the reader has set something else */
  readonly written?: Setting;
};

/** Shows a control, or says in words what it is set to; false where there is nothing that could. */
export function present(control: Control, words: string): boolean {
  const write = displayWriter();
  write?.({ data: { [CONTROL]: control, "text/plain": words }, metadata: {}, transient: {} });
  return write !== undefined;
}
