import { formatTime } from "../prices/index.js";
import type { BacktestResult, DayFigure } from "./result.js";

/** A result as one JSON object, without its path. Ratios are numbers, times ISO text. */
export function toJson({ label, settings, summary }: BacktestResult): object {
  const { costs, ...terms } = settings;
  const { wipedOutAt, maxDrawdown, worstDay, bestDay, ...figures } = summary;
  return {
    label,
    ...figures,
    wipedOutAt: wipedOutAt === null ? null : formatTime(wipedOutAt),
    maxDrawdown: { ...maxDrawdown, from: formatTime(maxDrawdown.from), to: formatTime(maxDrawdown.to) },
    worstDay: day(worstDay),
    bestDay: day(bestDay),
    settings: {
      ...terms,
      from: formatTime(settings.from),
      to: formatTime(settings.to),
      gaps: settings.gaps.map(({ after, missingBars }) => ({ after: formatTime(after), missingBars })),
      charged: costs,
    },
  };
}

function day(figure: DayFigure | null): object | null {
  return figure === null ? null : { day: formatTime(figure.day).slice(0, 10), value: figure.value };
}
