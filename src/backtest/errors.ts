import { formatTime, PriceInputError } from "../prices/index.js";

/** Prices that leave out more bars than may be bridged: what happened meanwhile is not known. */
export class GapTooLongError extends PriceInputError {
  override readonly name = "GapTooLongError";

  constructor(missingBars: number, after: number, line: number) {
    super(
      `line ${String(line)}: ${String(missingBars)} bars are missing after ${formatTime(after)}, and no more than three may be: ` +
        "complete the file, or choose --from and --to on one side",
    );
  }
}

/** Funding rates that do not cover the prices. */
export class FundingHoleError extends PriceInputError {
  override readonly name = "FundingHoleError";

  constructor(from: number, to: number) {
    super(
      `The funding rates have a hole from ${formatTime(from)} to ${formatTime(to)}, more than one interval: ` +
        "complete the file, or choose --from and --to within it",
    );
  }
}

/** A funding rate beyond what the venue can charge in one payment. */
export class FundingRateTooLargeError extends PriceInputError {
  override readonly name = "FundingRateTooLargeError";

  constructor(line: number, percent: string, most: string) {
    super(`line ${String(line)}: a funding rate of ${percent} % is beyond the ${most} % the venue can charge at once`);
  }
}

/** A fund the venue would not open a position for. */
export class CapitalRefusedError extends PriceInputError {
  override readonly name = "CapitalRefusedError";

  constructor(reason: string, options: ErrorOptions) {
    super(`The venue refuses the fund's first position (${reason}): use a smaller --capital or multiple`, options);
  }
}
