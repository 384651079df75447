import { SingleBar } from "cli-progress";
import { type Choice, settingsOf, termsOf } from "../../../src/backtest/choice.js";
import { type SweepName, type SweepResult } from "../../../src/backtest/result.js";
import { type Axis, axisNumber, parseAxis } from "../../../src/backtest/sweep/axes.js";
import { combinations, sweep } from "../../../src/backtest/sweep/sweep.js";
import { isBanded } from "../../../src/backtest/terms.js";
import type { Parameters } from "../../../src/deploy/parameters.js";
import { parseCount } from "../arguments.js";
import { UsageError } from "../cli.js";
import type { BacktestOptions } from "./options.js";
import { bandsAround, parseBand, parseLeverage } from "./readChoices.js";
import type { Given } from "./readCourse.js";

/** What is varied, and around what. */
export interface SweepPlan {
  readonly axes: readonly Axis[];
  readonly choice: Choice;
  readonly seed: number;
}

/** Reads what `--sweep` asks for, before any price is read; undefined where it asks for nothing. */
export function planSweep(options: BacktestOptions, choices: readonly Choice[]): SweepPlan | undefined {
  if (options.sweep === undefined) return undefined;
  const [choice, ...others] = choices;
  if (choice === undefined || others.length > 0) {
    throw new UsageError("A --sweep varies one token under one policy: name one of each.");
  }
  return { axes: readAxes(options, choice), choice, seed: parseCount(options.seed, "seed") };
}

/** Runs the grid on all cores. */
export async function runSweep(
  { axes, choice, seed }: SweepPlan,
  parameters: Parameters,
  { course, stretch }: Given,
): Promise<SweepResult> {
  const jobs = combinations(axes).map((values) => {
    const cell = axes.reduce((chosen, { name }, index) => withValue(chosen, name, values[index] ?? 0n), choice);
    return { values, settings: settingsOf(cell, stretch), terms: termsOf(parameters, cell) };
  });
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: "  {value} of {total} runs {bar} {eta_formatted}", hideCursor: true })
    : undefined;
  bar?.start(jobs.length, 0);
  try {
    return await sweep(axes, jobs, course, { seed, onProgress: (done) => bar?.update(done) });
  } finally {
    bar?.stop();
  }
}

function readAxes({ sweep: texts = [], token, leverage, ...options }: BacktestOptions, choice: Choice): Axis[] {
  const axes = texts.flatMap((text) => text.split(",")).map(parseAxis);
  const varies = (name: SweepName): boolean => axes.some((axis) => axis.name === name);
  if (axes.length !== new Set(axes.map(({ name }) => name)).size) {
    throw new UsageError("--sweep varies the same thing twice: name each axis once.");
  }
  if (varies("leverage") && (token !== undefined || leverage !== undefined)) {
    throw new UsageError("--sweep leverage and --token or --leverage contradict each other: use one of them.");
  }
  const bands = [options.band, options.lowerBand, options.upperBand, options.emergencyBand];
  if (varies("band") && bands.some((band) => band !== undefined)) {
    throw new UsageError("--sweep band and the options for bands contradict each other: use one of them.");
  }
  if (varies("band") && !isBanded(choice.policy)) {
    throw new UsageError("--sweep band does nothing without --policy threshold or daily+threshold: use one of them.");
  }
  for (const { name, values } of axes) {
    for (const value of values) {
      if (name === "leverage") parseLeverage(String(axisNumber(value)));
      else parseBand(String(axisNumber(value)));
    }
  }
  return axes;
}

function withValue(choice: Choice, name: SweepName, value: bigint): Choice {
  return name === "band"
    ? { ...choice, bands: bandsAround(value) }
    : { ...choice, leverage: value, token: `${String(axisNumber(value))}x` };
}
