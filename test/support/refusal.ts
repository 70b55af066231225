// Refused input: an InputError whose message is one line that names the field and echoes the value.
import { expect } from "vitest";
import { InputError } from "../../src/input/guards";

/** The message of the InputError that `act` must throw, after checking that it is one short line. */
export function refusal(act: () => unknown): string {
  let caught: unknown;
  try {
    act();
  } catch (error) {
    caught = error;
  }
  expect(caught, "must be refused with an InputError").toBeInstanceOf(InputError);
  const { message } = caught as InputError;
  expect(message).not.toMatch(/[\n\r]/);
  expect(message.length).toBeLessThan(300);
  return message;
}
