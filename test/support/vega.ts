// What Vega-Lite has to complain about in a figure.
import { compile, type TopLevelSpec } from "vega-lite";
import type { Figure } from "../../src/figures/theme";

/** Compiles a figure and returns the warnings, none for a sound one. */
export function vegaWarnings(figure: Figure): unknown[] {
  const warnings: unknown[] = [];
  const keep = (...message: unknown[]) => {
    warnings.push(...message);
    return logger;
  };
  const logger = { level: () => logger, error: keep, warn: keep, info: () => logger, debug: () => logger };
  compile(figure as unknown as TopLevelSpec, { logger: logger as never });
  return warnings;
}
