import { formatDecimal } from "../amounts/formatDecimal.js";
import { formatDuration } from "../amounts/formatDuration.js";
import { formatTime } from "../amounts/formatTime.js";

/** What a message needs to know of the call that failed. */
export interface ErrorContext {
  /** The token's symbol. */
  readonly token?: string;
  /** The symbol of the token that is given up for it in a flip. */
  readonly from?: string;
  readonly collateral?: { readonly symbol: string; readonly decimals: number };
  readonly action?: "mint" | "redeem" | "flip" | "rebalance";
}

const WAD_DECIMALS = 18;

/** Writes a contract's values the way a holder reads them. */
export class Phrases {
  readonly token: string;
  /** What a redeem or flip is paid with. */
  readonly paid: string;
  readonly collateral: string;
  readonly action: ErrorContext["action"];
  readonly #decimals: number;

  constructor(context: ErrorContext) {
    this.token = context.token ?? "the token";
    this.paid = context.from ?? this.token;
    this.action = context.action;
    this.collateral = context.collateral?.symbol ?? "collateral units";
    this.#decimals = context.collateral?.decimals ?? 0;
  }

  /** {collateral} */
  money(amount: bigint): string {
    return `${formatDecimal(amount, this.#decimals)} ${this.collateral}`;
  }

  /** {share} */
  shares(amount: bigint, token = this.token): string {
    return `${formatDecimal(amount, WAD_DECIMALS, 4)} ${token}`;
  }

  /** {usd} or {usd/base} WAD. */
  dollars(amount: bigint): string {
    return `$${formatDecimal(amount, WAD_DECIMALS)}`;
  }

  /** {1} WAD. */
  leverage(value: bigint): string {
    return `${formatDecimal(value, WAD_DECIMALS)}x`;
  }

  /** {1} WAD. */
  percent(value: bigint): string {
    return `${formatDecimal(value, WAD_DECIMALS - 2)} %`;
  }

  time(seconds: bigint): string {
    return formatTime(seconds);
  }

  duration(seconds: bigint): string {
    return formatDuration(seconds);
  }
}
