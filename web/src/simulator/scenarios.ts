import { moveBack } from "../../../src/sdk/simulate/index.js";

/** A story the price may tell, from one size of move {1} WAD and a number of days. */
export interface Scenario {
  readonly label: string;
  readonly moves: (move: bigint, days: number) => readonly bigint[];
}

/** By name; the first is what people ask first. */
export const SCENARIOS = {
  "there-and-back": {
    label: "moves once and comes back",
    moves: (move) => [move, moveBack(move)],
  },
  choppy: {
    label: "swings to and fro, a day each way",
    moves: (move, days) => Array.from({ length: days }, (_, day) => (day % 2 === 0 ? move : moveBack(move))),
  },
  trend: {
    label: "moves by as much every day",
    moves: (move, days) => Array.from({ length: days }, () => move),
  },
  "then-rests": {
    label: "moves once, then rests",
    moves: (move, days) => [move, ...Array.from({ length: days - 1 }, () => 0n)],
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
