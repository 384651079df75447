import { formatTime } from "../prices/index.js";
import type { BacktestResult, DayFigure, ResultSettings, Summary, SweepResult } from "./result.js";

/** A result as one JSON object, without its path. Ratios are numbers, times ISO text. */
export function toJson({ label, settings, summary }: BacktestResult): object {
  return { label, ...figures(summary), settings: terms(settings) };
}

/** A sweep as one JSON object: every cell with its figures, and how sure the ranking is. */
export function sweepToJson({ axes, cells, best, confidence }: SweepResult): object {
  const { shareBest, growth, ...resampling } = confidence;
  return {
    axes,
    best,
    resampling,
    cells: cells.map(({ values, summary, settings }, index) => ({
      ...Object.fromEntries(axes.map(({ name }, axis) => [name, values[axis]])),
      ...figures(summary),
      shareBest: shareBest[index],
      growth: growth[index],
      settings: terms(settings),
    })),
  };
}

function figures({ wipedOutAt, maxDrawdown, worstDay, bestDay, ...rest }: Summary): object {
  return {
    ...rest,
    wipedOutAt: wipedOutAt === null ? null : formatTime(wipedOutAt),
    maxDrawdown: { ...maxDrawdown, from: formatTime(maxDrawdown.from), to: formatTime(maxDrawdown.to) },
    worstDay: day(worstDay),
    bestDay: day(bestDay),
  };
}

function terms({ costs, gaps, ...rest }: ResultSettings): object {
  return {
    ...rest,
    from: formatTime(rest.from),
    to: formatTime(rest.to),
    gaps: gaps.map(({ after, missingBars }) => ({ after: formatTime(after), missingBars })),
    charged: costs,
  };
}

function day(figure: DayFigure | null): object | null {
  return figure === null ? null : { day: formatTime(figure.day).slice(0, 10), value: figure.value };
}
