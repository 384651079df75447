import { ErrorFragment, Interface, isCallException, isError, type BytesLike } from "ethers";
import type { ContractErrorClass } from "./ContractError.js";
import * as erc20 from "./erc20.js";
import * as factory from "./factory.js";
import * as mocks from "./mocks.js";
import * as navFeed from "./navFeed.js";
import * as oracle from "./oracle.js";
import type { ErrorContext } from "./Phrases.js";
import * as router from "./router.js";
import { SdkError } from "./SdkError.js";
import * as token from "./token.js";
import { GasFundsError, RejectedError, TransportError, UnexpectedRevertError } from "./transport.js";
import * as upkeep from "./upkeep.js";
import * as venue from "./venue.js";

const CLASSES: readonly ContractErrorClass[] = [token, venue, oracle, navFeed, factory, upkeep, router, erc20, mocks]
  .flatMap((file) => Object.values(file) as (ContractErrorClass | typeof SdkError)[])
  .filter((errorClass): errorClass is ContractErrorClass => "signature" in errorClass);

/** Every custom error and its class. */
interface KnownErrors {
  readonly abi: Interface;
  readonly classes: ReadonlyMap<string, ContractErrorClass>;
}

let known: KnownErrors | undefined;

/** Parsed when the first error is met: a hundred signatures take as long as the rest of a page's start. */
function knownErrors(): KnownErrors {
  if (known === undefined) {
    const fragments = CLASSES.map(({ signature }) => ErrorFragment.from(`error ${signature}`));
    const classes = new Map(CLASSES.map((errorClass, i) => [fragments[i]?.selector ?? "", errorClass]));
    known = { abi: new Interface(fragments), classes };
  }
  return known;
}

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
  const { abi, classes } = knownErrors();
  const parsed = abi.parseError(data);
  if (parsed === null) return new UnexpectedRevertError(`error data ${String(data)}`, options);
  const errorClass = classes.get(parsed.selector);
  if (errorClass !== undefined) return new errorClass(parsed.args.toObject() as never, context, options);
  return new UnexpectedRevertError(`${parsed.name} ${String(parsed.args[0])}`, options);
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
