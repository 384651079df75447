import { pathPoints, pathThrough, type PricePoint } from "../../prices/path.js";

const WAD = 10n ** 18n;
/** {1} The largest move of one feed update, WAD: 0.5 %. */
const STEP = 5n * 10n ** 15n;

/**
 * The feed's updates when the price makes one move after the other, each straight and within `seconds`.
 * @param moves {1} Signed WAD, each above -100 %, relative to the price before it.
 */
export function scenarioPath(
  start: { readonly price: bigint; readonly timestamp: bigint },
  moves: readonly bigint[],
  seconds: number,
): readonly PricePoint[] {
  let { price } = start;
  let time = Number(start.timestamp);
  const corners = moves.map((move) => {
    price += (price * move) / WAD;
    time += seconds;
    return { price, time };
  });
  const path = pathThrough([{ price: start.price, time: Number(start.timestamp) }, ...corners]);
  return [...pathPoints(path, STEP)].slice(1);
}

/** {1} The move that takes a price back after `move`, WAD. */
export function moveBack(move: bigint): bigint {
  return (WAD * WAD) / (WAD + move) - WAD;
}
