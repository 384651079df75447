/** Runs cells of a sweep in a thread that was given the prices once. */
import { workerData } from "node:worker_threads";
import { backtest } from "../backtest.js";
import type { ResultSettings, Summary } from "../result.js";
import type { Course } from "../run.js";
import type { Terms } from "../terms.js";

/** One cell, as it is asked for. */
export interface Job {
  readonly settings: ResultSettings;
  readonly terms: Terms;
}

/** And what came of it. */
export interface Done {
  readonly summary: Summary;
  /** {1} */
  readonly daily: Float64Array;
}

export default function runCell({ settings, terms }: Job): Done {
  const [, course] = workerData as readonly [unknown, Course];
  const { summary, days } = backtest("", settings, terms, course);
  return { summary, daily: days.actual };
}
