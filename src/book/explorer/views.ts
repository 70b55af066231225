// What leads through the page, in its address: a guided tour with its own points, `#tour=flip&step=2`, or one where its knobs have
// been turned to, `#tour=flip&step=2&delta=2.3`; a lecture with the plot that it shows before any point, `#lecture=spin&delta=2.19`.

import { echo, InputError, refuse } from "../../input/guards";
import { decoded } from "./address";
import { PLOTS, type Plot, TOURS, type Tour } from "./tours";

/** What leads through the page. */
export interface View {
  readonly tour?: Tour;
  /** of the tour, from 1 */
  readonly step?: number;
  /** whether knobs of the ring stand elsewhere than the step has put them */
  readonly turned?: boolean;
  /** the plot of a lecture */
  readonly lecture?: Plot;
}

/** The fragment of a view of a point. */
export function addressIn({ tour, step, turned, lecture }: View, point: string): string {
  const said = [
    ...(lecture ? [`lecture=${lecture}`] : []),
    ...(tour ? [`tour=${tour.key}`, `step=${step}`] : []),
  ];
  const isModel = point.startsWith("#%7B");
  if (said.length === 0 || (!tour && isModel)) return point;
  return `#${[...said, ...(tour && (isModel || !turned) ? [] : [point.slice(1)])].join("&")}`;
}

/**
 * The view in a fragment, and what is left of it.
 *
 * @throws InputError naming what there is
 * @example viewOf("#tour=flip&step=2").view.step // 2
 */
export function viewOf(fragment: string): { view: View; rest: string } {
  const parts = decoded(fragment).replace(/^#/, "").split("&");
  if (!/^(tour|step|lecture)(=|$)/.test(parts[0])) return { view: {}, rest: fragment };
  const said = new Map(parts.map((part) => [part.split("=")[0], part.split("=")[1]]));
  const [key, plot, number = "1"] = ["tour", "lecture", "step"].map((name) => said.get(name));
  const tour = TOURS.find((one) => one.key === key);
  if (said.has("tour") && !tour) refuse("tour", TOURS.map((one) => one.key).join(", "), key);
  const lecture = PLOTS.find((one) => one === (plot ?? PLOTS[0]));
  if (said.has("lecture") && !lecture) refuse("lecture", PLOTS.join(", "), plot);
  const last = tour?.steps.length ?? 0;
  const step = /^\d+$/.test(number) ? Number(number) : number;
  const inTour = typeof step === "number" && step >= 1 && step <= last;
  if (said.has("step") && !inTour) {
    refuse("step", tour ? `an integer from 1 to ${last}` : "left out without a tour", number);
  }
  const rest = parts.filter((part) => !/^(tour|step|lecture)(=|$)/.test(part));
  const model = rest.find((part) => part.startsWith("{"));
  if (tour && model)
    throw new InputError(`a tour has its own models: the link has no place for ${echo(model)}`);
  return {
    view: {
      ...(tour ? { tour, step: step as number, ...(rest.length > 0 ? { turned: true } : {}) } : {}),
      ...(said.has("lecture") ? { lecture } : {}),
    },
    rest: `#${rest.join("&")}`,
  };
}
