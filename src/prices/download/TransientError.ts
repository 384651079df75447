import type { DownloadError } from "./errors.js";

/** A fault that may be gone the next time: {ms} after how long, if the server says so, and what is thrown if it stays. */
export class TransientError extends Error {
  override readonly name = "TransientError";

  constructor(
    readonly final: DownloadError,
    readonly rest?: number,
  ) {
    super(final.message, { cause: final });
  }
}
