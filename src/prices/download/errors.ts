import { PriceInputError } from "../errors.js";
import { fileProblem } from "../fileProblem.js";

/** Anything that keeps prices from being downloaded: one line that says what to do. */
export class DownloadError extends PriceInputError {
  override readonly name: string = "DownloadError";
}

/** An interval the exchange has no bars of. */
export class UnknownIntervalError extends DownloadError {
  override readonly name = "UnknownIntervalError";

  constructor(interval: string, known: readonly string[]) {
    super(`"${interval}" is not an interval: use one of ${known.join(", ")}`);
  }
}

/** A symbol the exchange does not trade in that market, or that cannot be one. */
export class UnknownSymbolError extends DownloadError {
  override readonly name = "UnknownSymbolError";

  constructor(symbol: string, market: string, options?: ErrorOptions) {
    super(`The exchange has no ${market} market ${symbol}: check the symbol (such as BTCUSDT) and --market`, options);
  }
}

/** A server that cannot be reached, or does not answer in time, however often it is asked. */
export class UnreachableError extends DownloadError {
  override readonly name = "UnreachableError";

  constructor(host: string, why: string, options?: ErrorOptions) {
    super(`${host} ${why}: check the network or name another server with --url, then run again to go on`, options);
  }
}

/** A server that will not serve this address for now, or not from where it is. */
export class TurnedAwayError extends DownloadError {
  override readonly name = "TurnedAwayError";
}

/** A request the exchange refuses for another reason. `code` is the exchange's own, where it names one. */
export class RefusedError extends DownloadError {
  override readonly name = "RefusedError";

  constructor(
    host: string,
    status: number,
    reason: string,
    readonly code?: number,
  ) {
    const named = code === undefined ? "" : ` (code ${String(code)})`;
    super(`${host} refused the request with HTTP ${String(status)}: ${reason}${named}`);
  }
}

/** An answer that is not what the protocol promises. */
export class BadAnswerError extends DownloadError {
  override readonly name = "BadAnswerError";

  constructor(host: string, problem: string, options?: ErrorOptions) {
    super(`${host} sent an answer that makes no sense (${problem}): try again later or name another --url`, options);
  }
}

/** A time range in which there is nothing. */
export class NothingThereError extends DownloadError {
  override readonly name = "NothingThereError";
}

/** A file that cannot be written. */
export class CannotWriteError extends DownloadError {
  override readonly name = "CannotWriteError";

  constructor(file: string, cause: unknown) {
    super(`${file} cannot be written: ${fileProblem(cause)}; make room or choose another place, then run again`, {
      cause,
    });
  }
}
