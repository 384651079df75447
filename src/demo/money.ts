/** Text from bigint amounts, without a detour through floating point. */

const WAD_DECIMALS = 18;

/** "-1,234.57": `value` of `decimals` decimals, rounded half up to the `shown` ones. */
export function formatFixed(value: bigint, decimals: number, shown: number): string {
  const magnitude = value < 0n ? -value : value;
  const rounded = shown >= decimals ? magnitude : divRound(magnitude, 10n ** BigInt(decimals - shown));
  const places = Math.min(shown, decimals);
  const digits = rounded.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = places === 0 ? "" : `.${digits.slice(digits.length - places)}`;
  return `${value < 0n && rounded !== 0n ? "-" : ""}${whole}${fraction}`;
}

/** A WAD. */
export function formatWad(value: bigint, shown: number): string {
  return formatFixed(value, WAD_DECIMALS, shown);
}

/** "+12.3 %" of a WAD ratio. */
export function formatPercent(ratio: bigint, shown = 1): string {
  const text = formatFixed(ratio * 100n, WAD_DECIMALS, shown);
  return `${text.startsWith("-") ? "" : "+"}${text} %`;
}

/** A price with the digits that matter: "7,934.52", "0.00001234". */
export function formatPrice(price: bigint): string {
  const leadingZeros = WAD_DECIMALS - price.toString().length;
  return formatWad(price, leadingZeros < 0 ? 2 : leadingZeros + 4);
}

function divRound(value: bigint, divisor: bigint): bigint {
  return (value + divisor / 2n) / divisor;
}
