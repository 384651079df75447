/**
 * What a holding has done since it was begun, and why; all {collateral} unless said. The five parts add up to `total`, to
 * the unit.
 */
export interface Gains {
  /** {share} Held now. */
  readonly shares: bigint;
  /** What they are worth now, at NAV. */
  readonly value: bigint;
  /** Paid for mints, and what redeems paid out. */
  readonly paidIn: bigint;
  readonly paidOut: bigint;
  /** What shares were worth, at NAV, when they came in or went out by a transfer. */
  readonly received: bigint;
  readonly sent: bigint;
  /** {usd/share} WAD: average cost of one whole token held now, charges in it; 0 when none is. */
  readonly entryNav: bigint;
  /** {usd/base} WAD: the underlying's price at which the same money entered at once; 0 when no share is held. */
  readonly entryPrice: bigint;
  /** Gains of shares given up, at their average cost, and of those still held. */
  readonly realised: bigint;
  readonly unrealised: bigint;
  /** `value + paidOut + sent - paidIn - received`. */
  readonly total: bigint;
  /** Target leverage times what the underlying's own return has made of the money entered. */
  readonly underlying: bigint;
  /** What the position gained by the price beyond that: leverage reset day by day, and drift between resets. */
  readonly compounding: bigint;
  /** Received from the venue, or paid if negative. */
  readonly funding: bigint;
  /** The venue's charges for the holder's own mints and redeems and for the fund's rebalances, tips and liquidations. */
  readonly trading: bigint;
  /** Management, mint and redeem fees. */
  readonly fees: bigint;
}

/** The gains of one account's holding of one token. */
export interface Attribution extends Gains {
  /** The token's symbol. */
  readonly token: string;
  /** First block in which the account held any. */
  readonly since: number;
  /** Some of it was valued at an earlier state of the fund, because the node could not tell a newer one. */
  readonly isEstimated: boolean;
}

/** What happens to a fund, seen from one holding, in the order in which it happens. */
export type HoldingStep =
  /** The fund was in that state: nothing happens to it. */
  | { readonly kind: "mark"; readonly mark: Mark }
  /** The fund jumps from one state to another while the holding stays; `trading` {collateral} of that is its charge. */
  | { readonly kind: "jump"; readonly before: Mark; readonly after: Mark; readonly trading: bigint }
  | {
      readonly kind: "mint" | "redeem";
      readonly before: Mark;
      readonly after: Mark;
      readonly shares: bigint;
      readonly assets: bigint;
      /** {collateral} The venue's charge. */
      readonly cost: bigint;
    }
  /** Shares come in, or go out if negative, by a transfer. */
  | { readonly kind: "transfer"; readonly mark: Mark; readonly shares: bigint };

/** A fund's state as a holding is valued by it: a share is worth `equity / supply`. */
export interface Mark {
  /** {usd/base} WAD. */
  readonly price: bigint;
  /** {base} Signed WAD. */
  readonly size: bigint;
  /** {collateral} The virtual assets in it. */
  readonly equity: bigint;
  /** {share} Minted, pending and virtual. */
  readonly supply: bigint;
}
