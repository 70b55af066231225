// A progress bar that replaces itself, also while a loop keeps the program busy.
// Its last state holds no times, so that an executed notebook does not change from run to run.
import { displayWriter, host } from "./host";

/** A progress bar that stands. */
export interface Progress {
  /** Counts `steps` more as done. */
  tick(steps?: number): void;
}

/**
 * A progress bar that moves also within a synchronous loop.
 *
 * @example const bar = progress("map", 2); bar.tick(); bar.tick()
 */
export function progress(label: string, total: number): Progress {
  const write = displayWriter();
  const display_id = `progress-${Math.random().toString(36).slice(2)}`;
  const text = () => `${label}: ${done} of ${total}`;
  let done = 0;
  let shown = 0; // when
  function draw(update: boolean): void {
    shown = performance.now();
    if (write) {
      const html = `<progress value="${done}" max="${total}"></progress> ${escapeHtml(text())}`;
      const data = { "text/html": html, "text/plain": text() };
      write({ data, metadata: {}, transient: { display_id } }, update);
    } else host().status?.(text(), done >= total);
  }
  draw(false);
  return {
    tick(steps = 1) {
      done += steps;
      if (done >= total || performance.now() - shown > 100) draw(true);
    },
  };
}

const escapeHtml = (text: string): string => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
