// Waiting for something that is about to happen, on a machine that may be busy.

/** Seconds after which what has not come will not come; less than a test may take (vitest.config.ts). */
export const PATIENCE = 120;

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits for something to become true; false if it never does. */
export async function eventually(condition: () => boolean): Promise<boolean> {
  const end = Date.now() + PATIENCE * 1000;
  while (!condition() && Date.now() < end) await pause(50);
  return condition();
}
