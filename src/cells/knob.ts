// What a reader can set. A page draws it as a control and runs the cell again with what was set; anywhere else it says
// in words what it is set to, and which words of the cell to change.
import { displayWriter } from "./host";

/** The format in which a cell hands a control to its page. */
export const CONTROL = "application/vnd.spin-ring.control+json";

/** A number or a text. */
export type Choice = string | number;

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
  | { readonly kind: "switch"; readonly value: boolean };

/** One control, as data. */
export type Control = Knob & {
  /** what it is called; one of a name in a cell */
  readonly label: string;
  /** what the cell itself says, where the reader has set something else */
  readonly written?: Choice | boolean;
};

/** Shows a control, or says in words what it is set to; in a script it says nothing. */
export function present(control: Control, words: string): void {
  displayWriter()?.({ data: { [CONTROL]: control, "text/plain": words }, metadata: {}, transient: {} });
}
