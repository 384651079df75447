import type { JsonRpcError } from "ethers";
import type { EndpointProblem } from "./EndpointError.js";

const RATE_LIMIT_CODES = new Set([-32005, -32029, 429]);
const RATE_LIMITED = /rate.?limit|too many requests|request limit|compute units|capacity exceeded/i;
const NO_SUCH_BLOCK =
  /header not found|unknown block|block not found|missing trie node|could not find block|invalid block number/i;
const INTERNAL = /internal (server )?error|timed? ?out|try again|temporarily|unavailable|overloaded/i;
const REVERT = /revert/i;

/**
 * Whether an error answer is the endpoint's and not the call's: then the same request deserves another endpoint or
 * another try. Undefined for what every endpoint would answer.
 */
export function transientProblem(method: string, { error }: JsonRpcError): EndpointProblem | undefined {
  const message = error.message ?? "";
  if (RATE_LIMIT_CODES.has(error.code) || RATE_LIMITED.test(message)) return "rate-limited";
  if (NO_SUCH_BLOCK.test(message)) return "behind";
  // What a node says of a transaction is sorted by whoever sent it.
  if (method === "eth_sendRawTransaction") return undefined;
  const hasData = typeof error.data === "string" || (typeof error.data === "object" && error.data !== null);
  if (!hasData && !REVERT.test(message) && INTERNAL.test(message)) return "bad-answer";
  return undefined;
}
