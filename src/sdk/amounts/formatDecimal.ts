/**
 * Writes a fixed-point number for people: thousands grouped, `digits` decimals, rounded to nearest. What would be shown as
 * zero without being it gets as many decimals as its first four digits need.
 */
export function formatDecimal(value: bigint, decimals: number, digits = 2): string {
  const magnitude = value < 0n ? -value : value;
  let shown = Math.min(digits, decimals);
  let rounded = roundTo(magnitude, decimals, shown);
  if (rounded === 0n && magnitude !== 0n) {
    shown = Math.min(decimals, decimals - magnitude.toString().length + 4);
    rounded = roundTo(magnitude, decimals, shown);
    for (; rounded % 10n === 0n; rounded /= 10n) shown -= 1;
  }
  const text = rounded.toString().padStart(shown + 1, "0");
  const whole = text.slice(0, text.length - shown).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  const fraction = shown === 0 ? "" : `.${text.slice(-shown)}`;
  return `${value < 0n ? "-" : ""}${whole}${fraction}`;
}

function roundTo(magnitude: bigint, decimals: number, digits: number): bigint {
  const unit = 10n ** BigInt(decimals - digits);
  return (magnitude + unit / 2n) / unit;
}
