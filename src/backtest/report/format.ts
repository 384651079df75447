/** Figures and times as people read them. */

const GROUPED = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });
const THREE_DIGITS = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Below this a figure is written with a power of ten. */
const TINY = 1e-4;
/** From this on, too. */
const HUGE = 1e9;

/** A figure to three digits: 1,234, 0.0123, 1.2e-7. */
export function formatFigure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < TINY || size >= HUGE))
    return minus(value.toExponential(1).replace(".0e", "e").replace("e+", "e"));
  return minus(size >= 1_000 ? GROUPED.format(value) : THREE_DIGITS.format(value));
}

/** {1} as a percentage with one decimal, or more where it is small or all but 100 %. */
export function formatPercent(value: number): string {
  const percent = value * 100;
  const size = Math.abs(percent);
  if (size >= 1e7) return `${formatFigure(percent)} %`;
  const digits = size >= 1_000 ? 0 : size >= 99.9 && size < 100 ? digitsBelow(100 - size) : digitsOf(size);
  const format = new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${minus(format.format(percent).replace(/^-(0\.0+)$/, "$1"))} %`;
}

function digitsOf(percent: number): number {
  return percent >= 0.1 || percent === 0 ? 1 : percent >= 0.01 ? 2 : 3;
}

/** Who lost 99.98 % has not lost everything; beyond four decimals there is no difference any more. */
function digitsBelow(rest: number): number {
  const digits = Math.ceil(-Math.log10(rest));
  return digits <= 4 ? Math.max(digits, 1) : 1;
}

/** The same for the marks of an axis, with no more digits than they need. */
export function formatWholePercent(value: number): string {
  return Math.abs(value) < 1e4 ? `${minus(SHORT.format(value * 100))} %` : `${formatFigure(value * 100)} %`;
}

/** The same with its sign. */
export function formatChange(value: number): string {
  return `${value > 0 ? "+" : ""}${formatPercent(value)}`;
}

/** {1} 3x, -1.5x. */
export function formatLeverage(value: number): string {
  return `${minus(String(Number(value.toFixed(2))))}x`;
}

/** {usd} */
export function formatDollars(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1_000 ? 0 : 2;
  const format = new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${value < 0 ? "−" : ""}$${format.format(size)}`;
}

/** {s} "2020-03-12" */
export function formatDay(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}

/** {s} "2020-03-12 10:00" */
export function formatMinute(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 16).replace("T", " ");
}

/** A hyphen is no minus. */
function minus(text: string): string {
  return text.replace(/^-/, "−");
}
