// In the reader's browser: figures as wide as there is room, and indices that Unicode cannot lower.
import { narrow, within } from "../../figures/narrow";
import { withIndices } from "../../figures/symbols";
import type { Figure } from "../../figures/theme";

Object.assign(window, {
  fittedFigure: (figure: Figure, room: number, isPhone: boolean) =>
    isPhone ? narrow(figure, room) : within(figure, room),
  textWithIndices: withIndices,
});
