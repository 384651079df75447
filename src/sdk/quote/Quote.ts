/** What a mint, a redeem or a flip would do in the block it was quoted in, to the unit. */
export type Quote = MintQuote | RedeemQuote | FlipQuote;

/** What moving the position costs whoever moves it; all {collateral}. */
export interface Charges {
  /** What the venue charges: its fee, and the price impact. Negative where it pays. */
  readonly cost: bigint;
  readonly impact: bigint;
  /** What the fee collector's shares of it are worth. */
  readonly fee: bigint;
  /** {1} The price impact as a part of the amount that moves, WAD. */
  readonly priceImpact: bigint;
}

export interface MintQuote extends Charges {
  readonly kind: "mint";
  readonly token: string;
  /** {collateral} What is paid, all charges in it. */
  readonly assets: bigint;
  /** {share} What comes out, and the least accepted. */
  readonly shares: bigint;
  readonly minShares: bigint;
  /** {usd/share} NAV of one whole token, WAD. */
  readonly nav: bigint;
}

export interface RedeemQuote extends Charges {
  readonly kind: "redeem";
  readonly token: string;
  /** {share} What is burnt. */
  readonly shares: bigint;
  /** {collateral} What comes out, all charges taken off, and the least accepted. */
  readonly assets: bigint;
  readonly minAssets: bigint;
  /** {usd/share} NAV of one whole token, WAD. */
  readonly nav: bigint;
}

/** Charges are those of both legs together. */
export interface FlipQuote extends Charges {
  readonly kind: "flip";
  readonly from: string;
  readonly to: string;
  /** {share} What is burnt, of `from`. */
  readonly shares: bigint;
  /** {collateral} What the one pays out and the other is paid. */
  readonly assets: bigint;
  /** {share} What comes out, of `to`, and the least accepted. */
  readonly minted: bigint;
  readonly minMinted: bigint;
  /** {usd/share} NAV of one whole token, WAD. */
  readonly navFrom: bigint;
  readonly navTo: bigint;
}

/** How a quote is asked for. */
export interface QuoteTerms {
  /** {1} WAD: how much less than quoted is still accepted. */
  readonly slippage: bigint;
  /** The block to quote in; by default the newest. */
  readonly block?: number;
}
