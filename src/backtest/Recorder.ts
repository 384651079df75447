import type { Act } from "./acts.js";
import type { Fund } from "./Fund.js";

/** The columns of a path, by the end of bars; row 0 is the entry. */
export const COLUMNS = ["time", "price", "nav", "leverage", "funding", "trading", "fees"] as const;
export type Columns = Readonly<Record<(typeof COLUMNS)[number], Float64Array>>;

/** A run as it was seen. */
export interface Recording {
  readonly columns: Columns;
  readonly acts: readonly { readonly act: Act; readonly bar: number }[];
  /** {1} NAV of one token at the end, WAD. */
  readonly finalNav: bigint;
  readonly ledger: Fund["ledger"];
}

/** Writes down a fund at the end of every bar. */
export class Recorder {
  private readonly columns: Columns;
  private readonly acts: { act: Act; bar: number }[] = [];
  private row = 0;

  constructor(
    private readonly fund: Fund,
    bars: number,
  ) {
    const column = (): Float64Array => new Float64Array(bars + 1);
    this.columns = {
      time: column(),
      price: column(),
      nav: column(),
      leverage: column(),
      funding: column(),
      trading: column(),
      fees: column(),
    };
    this.write(fund.now);
  }

  /** The bar that opened at `bar` {s} has ended at `end`. */
  close(bar: number, end: number): void {
    for (let i = this.acts.length; i < this.fund.acts.length; ++i) {
      const act = this.fund.acts[i];
      if (act !== undefined) this.acts.push({ act, bar });
    }
    this.write(end);
  }

  finish(): Recording {
    return { columns: this.columns, acts: this.acts, finalNav: this.fund.exactNav(), ledger: this.fund.ledger };
  }

  private write(time: number): void {
    const { fund, columns, row } = this;
    fund.mark();
    columns.time[row] = time;
    columns.price[row] = fund.priceNumber;
    columns.nav[row] = fund.nav;
    columns.leverage[row] = fund.leverage;
    columns.funding[row] = fund.ledger.holding;
    columns.trading[row] = fund.ledger.trading;
    columns.fees[row] = fund.ledger.fees;
    this.row += 1;
  }
}
