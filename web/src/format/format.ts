/** How values are written for a holder. */
import { formatDecimal } from "../sdk.js";

const WAD = 18;

/** What stands for a value that nobody knows now. */
export const NONE = "–";

export const money = (amount: bigint, { decimals, symbol }: { decimals: number; symbol: string }, digits = 2) =>
  `${formatDecimal(amount, decimals, digits)} ${symbol}`;

export const dollars = (wad: bigint) => `$${formatDecimal(wad, WAD)}`;

export const nav = (wad: bigint) => formatDecimal(wad, WAD, 4);

export const shares = (amount: bigint, digits = 4) => formatDecimal(amount, WAD, digits);

/** To the last unit, without the zeros that say nothing. */
export const exact = (amount: bigint, decimals = WAD) =>
  formatDecimal(amount, decimals, decimals).replace(/(?<=\.\d\d\d*?)0+$/, "");

export const times = (wad: bigint) => `${formatDecimal(wad, WAD).replace("-", "−")}×`;

/** {1} WAD as a percentage; `signed` writes the plus too. */
export function percent(wad: bigint, { digits = 2, signed = false } = {}): string {
  const shown = rounded(wad, WAD - 2, digits);
  return `${signed && shown > 0n ? "+" : ""}${formatDecimal(shown, WAD - 2, digits).replace("-", "−")} %`;
}

/** {collateral} A gain or a loss, with its sign. */
export function gain(amount: bigint, { decimals, symbol }: { decimals: number; symbol: string }): string {
  const shown = rounded(amount, decimals, 2);
  return `${shown > 0n ? "+" : ""}${formatDecimal(shown, decimals).replace("-", "−")} ${symbol}`;
}

/** To that many digits: what is nothing at them is to be written as nothing. */
export function rounded(value: bigint, decimals: number, digits: number): bigint {
  const unit = 10n ** BigInt(decimals - digits);
  const half = value < 0n ? -unit / 2n : unit / 2n;
  return ((value + half) / unit) * unit;
}

/** {1e-6} as a percentage. */
export const ppm = (value: bigint) => `${formatDecimal(value, 4)} %`;

export const shortAddress = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;
