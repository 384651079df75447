import type { PathPoint } from "../chain/History.js";
import { toNumber } from "../format/ratio.js";
import type { Token } from "../sdk.js";
import type { Series } from "./Series.js";

/** NAV, the underlying and the naive multiple of its move, each from 100 at the first point. */
export function rebased(points: readonly PathPoint[], { symbol, market, targetLeverage }: Token): readonly Series[] {
  const [first] = points;
  const multiple = toNumber(targetLeverage);
  const line = (name: Series["name"], label: string, valueOf: (point: PathPoint) => number): Series => ({
    name,
    label,
    points: points.map((point) => ({ time: Number(point.timestamp), value: valueOf(point) })),
  });
  const move = ({ price }: PathPoint) =>
    first === undefined || first.price === 0n ? 0 : Number(price) / Number(first.price) - 1;
  return [
    line("nav", symbol, ({ nav }) =>
      first === undefined || first.nav === 0n ? 100 : (100 * Number(nav)) / Number(first.nav),
    ),
    line("underlying", market, (point) => 100 * (1 + move(point))),
    line(
      "naive",
      `${String(multiple)} × the move of ${market}`,
      (point) => 100 * Math.max(0, 1 + multiple * move(point)),
    ),
  ];
}
