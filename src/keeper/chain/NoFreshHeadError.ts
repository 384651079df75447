import { SdkError } from "../../sdk/index.js";
import type { Head } from "./Head.js";

/** No endpoint shows where the chain is now. */
export class NoFreshHeadError extends SdkError {
  constructor(endpoint: string | undefined, shown: Head | undefined, last: Head | undefined, options?: ErrorOptions) {
    const older =
      last === undefined || shown === undefined ? "" : `, older than block ${String(last.number)} seen before`;
    super(
      endpoint === undefined || shown === undefined
        ? `No endpoint answers${reason(options?.cause)}: check them, or add another with --rpc.`
        : `No endpoint follows the chain: ${endpoint} shows block ${String(shown.number)}${older}; check it, or add another with --rpc.`,
      options,
    );
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? ` (${cause.message.replace(/: check it.*$/, "")})` : "";
}
