import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import type { SweepResult } from "../result.js";
import type { Course } from "../run.js";
import { type Axis, axisNumber } from "./axes.js";
import { resample } from "./confidence.js";
import type { Done, Job } from "./worker.js";

const HISTORIES = 2000;
/** {days} Long enough for a crash and what follows it. */
const BLOCK_DAYS = 20;

/** A cell: where it lies on the axes, in their order, and what to run. */
export interface CellJob extends Job {
  readonly values: readonly bigint[];
}

export interface SweepOptions {
  readonly seed: number;
  readonly threads?: number;
  /** Told after every cell how many are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Every combination of the axes' values, the last axis going fastest. */
export function combinations(axes: readonly Axis[]): bigint[][] {
  return axes.reduce<bigint[][]>(
    (cells, { values }) => cells.flatMap((cell) => values.map((value) => [...cell, value])),
    [[]],
  );
}

/** Runs the cells on all cores, and judges how much of the ranking is luck. */
export async function sweep(
  axes: readonly Axis[],
  jobs: readonly CellJob[],
  course: Course,
  { seed, threads = availableParallelism(), onProgress }: SweepOptions,
): Promise<SweepResult> {
  const pool = new Tinypool({
    filename: new URL("worker.ts", import.meta.url).href,
    workerData: course,
    // However this process came to read TypeScript, its threads are told to.
    execArgv: ["--import", "tsx"],
    minThreads: 1,
    maxThreads: Math.max(1, Math.min(threads, jobs.length)),
    isolateWorkers: false,
  });
  try {
    let finished = 0;
    const done = await Promise.all(
      jobs.map(async ({ values, settings, terms }) => {
        const result = (await pool.run({ settings, terms } satisfies Job)) as Done;
        onProgress?.(++finished);
        return { ...result, settings, values: values.map(axisNumber) };
      }),
    );
    const navs = done.map(({ summary }) => summary.finalNav);
    return {
      axes: axes.map(({ name, values }) => ({ name, values: values.map(axisNumber) })),
      cells: done.map(({ values, settings, summary }) => ({ values, settings, summary })),
      best: navs.indexOf(Math.max(...navs)),
      confidence: resample(
        done.map(({ daily }) => daily),
        { histories: HISTORIES, blockDays: BLOCK_DAYS, seed },
      ),
    };
  } finally {
    await pool.destroy();
  }
}
