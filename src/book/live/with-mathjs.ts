// mathjs, for spectral densities that are texts.
import * as mathjs from "mathjs";
import { useMathjs } from "../../optional";

/** Hands it over, once it is here. */
function handed(): typeof mathjs {
  useMathjs(mathjs);
  return mathjs;
}

export const reader: typeof mathjs = handed();
