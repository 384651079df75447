import type { Blocker } from "./enums.js";

/** What stands in the way of a trade, for people: "blocked: ..." goes before it. */
export const BLOCKER_WORDS: Readonly<Record<Blocker, string>> = {
  None: "nothing stands in its way",
  Halted: "its market takes no trades",
  Cost: "the trade would cost more than is allowed",
  Increase: "the exchange has no room for a larger position",
  Reduction: "the exchange takes no reduction of that size",
  Policy: "its rebalance policy gives no usable answer",
  Refused: "the exchange refused the trade",
};
