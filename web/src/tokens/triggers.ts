import { change } from "../format/ratio.js";
import type { Token } from "../sdk.js";

export interface Trigger {
  /** {usd/base} WAD. */
  readonly price: bigint;
  /** {1} Signed move of the price that leads there, WAD. */
  readonly move: bigint;
}

/** The price at which the token rebalances between schedules, on either side of the price now. */
export interface Triggers {
  readonly down: Trigger | undefined;
  readonly up: Trigger | undefined;
}

export function triggersOf({ price, triggers }: Token): Triggers {
  const all = [triggers.lower, triggers.upper].flatMap((at): Trigger[] => {
    const move = at === 0n ? undefined : change(price, at);
    return move === undefined ? [] : [{ price: at, move }];
  });
  return { down: all.find(({ move }) => move < 0n), up: all.find(({ move }) => move >= 0n) };
}

/** The one that is nearer. */
export function nearest({ down, up }: Triggers): Trigger | undefined {
  if (down === undefined || up === undefined) return down ?? up;
  return -down.move < up.move ? down : up;
}
