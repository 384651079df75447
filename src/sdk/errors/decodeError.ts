import { Interface, isCallException, isError, type BytesLike } from "ethers";
import type { ContractErrorClass } from "./ContractError.js";
import * as erc20 from "./erc20.js";
import * as factory from "./factory.js";
import * as mocks from "./mocks.js";
import * as oracle from "./oracle.js";
import type { ErrorContext } from "./Phrases.js";
import * as router from "./router.js";
import { SdkError } from "./SdkError.js";
import * as token from "./token.js";
import { GasFundsError, RejectedError, TransportError, UnexpectedRevertError } from "./transport.js";
import * as upkeep from "./upkeep.js";
import * as venue from "./venue.js";

/** One class for every custom error, by selector. */
const CLASSES: ReadonlyMap<string, ContractErrorClass> = new Map(
  [token, venue, oracle, factory, upkeep, router, erc20, mocks]
    .flatMap((file) => Object.values(file) as (ContractErrorClass | typeof SdkError)[])
    .filter((errorClass): errorClass is ContractErrorClass => "fragment" in errorClass)
    .map((errorClass) => [errorClass.fragment.selector, errorClass]),
);
const INTERFACE = new Interface([...CLASSES.values()].map((errorClass) => errorClass.fragment));
const STANDARD = new Interface(["error Error(string reason)", "error Panic(uint256 code)"]);

/** Turns whatever a call or transaction threw into the one class that says what happened. */
export function decodeError(error: unknown, context: ErrorContext = {}): SdkError {
  if (error instanceof SdkError) return error;
  const options = { cause: error };
  const data = revertData(error);
  if (data !== undefined) return decodeRevert(data, context, options);
  if (isError(error, "INSUFFICIENT_FUNDS")) return new GasFundsError(options);
  if (isError(error, "ACTION_REJECTED")) return new RejectedError(options);
  if (isCallException(error)) return new UnexpectedRevertError(error.reason ?? "it gave none", options);
  return new TransportError(shortMessage(error), options);
}

/** Turns revert data into the class that explains it. */
export function decodeRevert(data: BytesLike, context: ErrorContext = {}, options?: ErrorOptions): SdkError {
  const parsed = INTERFACE.parseError(data);
  if (parsed !== null) {
    const errorClass = CLASSES.get(parsed.selector);
    if (errorClass !== undefined) return new errorClass(parsed.args.toObject() as never, context, options);
  }
  const standard = STANDARD.parseError(data);
  const reason = standard === null ? `error data ${String(data)}` : `${standard.name} ${String(standard.args[0])}`;
  return new UnexpectedRevertError(reason, options);
}

/** The revert data wherever a wallet, a node or ethers has put it. */
function revertData(error: unknown): string | undefined {
  for (let depth = 0, at = error; depth < 6 && typeof at === "object" && at !== null; depth += 1) {
    const { data, error: inner, info, cause } = at as Record<string, unknown>;
    if (typeof data === "string" && /^0x([0-9a-f]{2}){4,}$/i.test(data)) return data;
    if (typeof data === "object" && data !== null && "data" in data && typeof data.data === "string") return data.data;
    at = inner ?? info ?? cause;
  }
  return undefined;
}

function shortMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const short = "shortMessage" in error && typeof error.shortMessage === "string" ? error.shortMessage : error.message;
  return short.split("\n")[0] ?? "";
}
