import { parseDecimal, type Path, pathThrough, type PricePoint } from "../prices/index.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** BTC/USDT spot closes of 6 to 11 March 2020, each at the end of its UTC day. */
const CLOSES_6_TO_11_MARCH = ["9131.88", "8886.66", "8033.31", "7929.87", "7894.56", "7934.52"];
/** The perpetual's closes of 12 March 2020, each at the end of its hour. */
const HOURLY_CLOSES_12_MARCH = [
  ...["7918.82", "7717.67", "7648.65", "7667.32", "7628.69", "7650.78", "7502", "7397.9", "7383.06", "7357.61"],
  ...["5981.07", "6038.38", "6015.92", "5988.84", "6086.09", "6122.46", "6085.69", "6111.77", "5984.36", "6034.68"],
  ...["5737.56", "5819.32", "5797.19", "4764.65"],
];
/** Spot closes of 13 to 20 March 2020. */
const CLOSES_13_TO_20_MARCH = ["5578.60", "5172.06", "5361.30", "5028.97", "5312.64", "5393.04", "6162.37", "6208.36"];

/** The end of 6 March 2020. */
const MARCH_START = Date.UTC(2020, 2, 7) / 1000;

/** March 2020: from the close of the 6th to the close of the 20th, by the hour on the 12th. */
export function march2020(): Path {
  const first = spaced(MARCH_START, DAY, CLOSES_6_TO_11_MARCH);
  const crash = spaced(endOf(first) + HOUR, HOUR, HOURLY_CLOSES_12_MARCH);
  const rest = spaced(endOf(crash) + DAY, DAY, CLOSES_13_TO_20_MARCH);
  return pathThrough([...first, ...crash, ...rest]);
}

/** Thirty days of exactly +1 % each. */
export function steadyRise(start: number): Path {
  return daily(start, (price) => (price * 101n) / 100n);
}

/** Thirty days, up 5 % on one and back to the start on the next. */
export function seeSaw(start: number): Path {
  return daily(start, (price, day) => (day % 2 === 0 ? (price * 105n) / 100n : (price * 100n) / 105n));
}

function daily(start: number, next: (price: bigint, day: number) => bigint): Path {
  const points: PricePoint[] = [];
  let price = parseDecimal("6300");
  for (let day = 0; day <= 30; day++) {
    points.push({ time: start + day * DAY, price });
    price = next(price, day);
  }
  return pathThrough(points);
}

function spaced(start: number, interval: number, prices: readonly string[]): PricePoint[] {
  return prices.map((price, index) => ({ time: start + index * interval, price: parseDecimal(price) }));
}

function endOf(points: readonly PricePoint[]): number {
  return points.at(-1)?.time ?? 0;
}
