/** A fund's books at one moment. */
export interface Mark {
  /** {usd} Equity. */
  readonly equity: number;
  /** {share} All shares, those pending for the management fee included. */
  readonly shares: number;
}

/**
 * Sums up what funding, trading and the management fee took from one share, from one mark to the next. NAV is equity over
 * shares, so its change is the change of equity over the shares before, and the equity after over the change of shares:
 * nothing is left over, however far the marks are apart.
 */
export class Ledger {
  /** {1} Of the NAV at the start; negative is a cost. */
  funding = 0;
  reserve = 0;
  takerFee = 0;
  impact = 0;
  tips = 0;
  liquidation = 0;
  fees = 0;
  private shares: number;
  private readonly perShare: number;

  constructor({ equity, shares }: Mark) {
    this.shares = shares;
    this.perShare = shares / equity;
  }

  /** {1} What holding the position brought or took: funding, and the fee on what the venue reserves for it. */
  get holding(): number {
    return this.funding + this.reserve;
  }

  /** {1} Everything a trade may cost. */
  get trading(): number {
    return this.takerFee + this.impact + this.tips + this.liquidation;
  }

  /** {1} What `amount` {usd} that left the fund since the last mark took from a share. */
  perStart(amount: number): number {
    return (-amount / this.shares) * this.perShare;
  }

  /** Adds what the fee's new shares took since the last mark. */
  mark({ equity, shares }: Mark): void {
    this.fees += equity * (1 / shares - 1 / this.shares) * this.perShare;
    this.shares = shares;
  }
}
