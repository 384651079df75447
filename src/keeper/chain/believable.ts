import type { Head } from "./Head.js";
import type { Verdict } from "./judgeHead.js";

/** An endpoint's head and what it is. */
export interface JudgedHead {
  readonly head: Head;
  readonly verdict: Verdict;
  readonly isPlausible: boolean;
}

/**
 * Which of the endpoints are to be believed now: those whose head is plausible and not behind what was seen before, unless
 * another one is ahead by more than `maxLag` blocks. In the order given.
 */
export function believable<T extends JudgedHead>(judged: readonly T[], maxLag: number): T[] {
  const sound = judged.filter(({ verdict, isPlausible }) => isPlausible && verdict !== "behind");
  const highest = Math.max(...sound.map(({ head }) => head.number));
  return sound.filter(({ head }) => head.number >= highest - maxLag);
}
