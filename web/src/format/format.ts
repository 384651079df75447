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

export const times = (wad: bigint) => `${formatDecimal(wad, WAD).replace("-", "−")}×`;

/** {1} WAD as a percentage; `signed` writes the plus too. */
export const percent = (wad: bigint, { digits = 2, signed = false } = {}) =>
  `${signed && wad > 0n ? "+" : ""}${formatDecimal(wad, WAD - 2, digits).replace("-", "−")} %`;

/** {1e-6} as a percentage. */
export const ppm = (value: bigint) => `${formatDecimal(value, 4)} %`;

/** The same with its sign, for gains and losses. */
export const signed = (text: string, value: bigint) => (value > 0n ? `+${text}` : text.replace("-", "−"));

export const shortAddress = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;
