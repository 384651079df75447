import type { Health, Phase } from "./enums.js";
import type { Decision } from "./Token.js";

/** What a keeper watches of a token: whether and why it is about to act. Units as on chain. */
export interface WatchedToken {
  readonly address: string;
  readonly health: Health;
  readonly phase: Phase;
  /** {usd/base} WAD; 0 while there is no price, like everything that depends on it. */
  readonly price: bigint;
  /** {s} */
  readonly priceUpdatedAt: bigint;
  /** {usd/share} WAD, of one whole token. */
  readonly nav: bigint;
  /** {1} Real leverage, signed WAD. */
  readonly leverage: bigint;
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  /** {usd/base} WAD; 0 where no price reaches the bound. */
  readonly triggers: { readonly lower: bigint; readonly upper: bigint; readonly emergency: bigint };
  /** {s} */
  readonly rebalancedAt: bigint;
  /** {s} Since when a due trade has been reported as blocked; 0 if none was since the last trade. */
  readonly blockedSince: bigint;
  readonly decision: Decision;
}
