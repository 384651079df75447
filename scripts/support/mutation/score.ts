import type { Judged, Status } from "./types.js";

/** How many mutants ended how. */
export type Tally = Readonly<Record<Status, number>>;

export function tally(judged: readonly Judged[]): Tally {
  const count = (status: Status) => judged.filter(({ verdict }) => verdict.status === status).length;
  return {
    killed: count("killed"),
    timeout: count("timeout"),
    survived: count("survived"),
    equivalent: count("equivalent"),
    invalid: count("invalid"),
  };
}

/** {1e-2} Part of the mutants a test could have noticed that one did; those that do not compile or change no byte aside. */
export function score({ killed, timeout, survived }: Tally): number {
  const noticeable = killed + timeout + survived;
  return noticeable === 0 ? 100 : (100 * (killed + timeout)) / noticeable;
}
