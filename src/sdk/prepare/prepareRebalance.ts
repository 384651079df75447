import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import { BlockedError, SettledError } from "../errors/token.js";
import { BLOCKERS, enumName, REASONS, type Blocker, type Reason } from "../read/enums.js";
import { readToken } from "../read/readToken.js";
import type { Decision } from "../read/Token.js";
import { findEvent } from "./findEvent.js";
import type { Prepared } from "./Prepared.js";

/** Either a transaction, or when the next one is due. */
export type PreparedRebalance =
  | (Prepared<Rebalanced> & { readonly status: "due"; readonly token: string; readonly decision: Decision })
  | {
      readonly status: "not-due";
      readonly token: string;
      /** {s} */
      readonly dueAt: bigint;
      /** {1} Real and target, signed WAD. */
      readonly leverage: bigint;
      readonly targetLeverage: bigint;
      /** Nobody holds the token, so there is nothing to trade. */
      readonly isEmpty: boolean;
    }
  | {
      /** A trade is wanted and cannot be done, and the token has taken note of that a short while ago. */
      readonly status: "blocked";
      readonly token: string;
      readonly blocker: Blocker;
      /** {s} Since when, and when a call is useful again. */
      readonly since: bigint;
      readonly dueAt: bigint;
    };

/** What a rebalance did: traded, took note that it could not, or found the money gone and settled. */
export type Rebalanced =
  | {
      readonly action: "Trade";
      readonly reason: Reason;
      /** {base} Signed WAD. */
      readonly sizeDelta: bigint;
      readonly complete: boolean;
      /** {collateral} The cost is negative where the venue paid. */
      readonly cost: bigint;
      readonly tip: bigint;
      /** {usd/base} WAD. */
      readonly price: bigint;
      readonly size: bigint;
      readonly equity: bigint;
    }
  | { readonly action: "Blocked"; readonly blocker: Blocker; /** {s} */ readonly since: bigint }
  | { readonly action: "Settle"; readonly assets: bigint };

/** Asks the token whether a rebalance is due and prepares it. Throws when the token is settled or has no price. */
export async function prepareRebalance(system: System, token: string): Promise<PreparedRebalance> {
  const symbol = knownSymbol(system, token);
  const contract = tokenContract(system, symbol);
  const address = await contract.getAddress();
  const context = errorContext(system, symbol, "rebalance");
  const shown = await readToken(system, symbol);
  if (shown.phase === "Settled") throw new SettledError({}, context);
  const { decision, leverage, targetLeverage, blockedSince } = shown;
  if (shown.health === "PriceInvalid" || decision.action === "Blocked") {
    // The contract says best what is wrong, and whether it would take note of it.
    const refusal = await contract.rebalance.staticCall().then(
      () => undefined,
      (error: unknown) => decodeError(error, context),
    );
    if (refusal instanceof BlockedError) {
      const { blocker, dueAt } = decision;
      return { status: "blocked", token: symbol, blocker, since: blockedSince, dueAt };
    }
    if (refusal !== undefined) throw refusal;
  }
  if (decision.action === "None") {
    return {
      status: "not-due",
      token: symbol,
      dueAt: decision.dueAt,
      leverage,
      targetLeverage,
      isEmpty: shown.supply === 0n,
    };
  }
  return {
    status: "due",
    token: symbol,
    decision,
    request: await contract.rebalance.populateTransaction(),
    context,
    read: (logs) => {
      const settled = findEvent(logs, address, contract.interface, "Settled");
      if (settled !== undefined) return { action: "Settle", assets: settled.args["assets"] as bigint };
      const blocked = findEvent(logs, address, contract.interface, "RebalanceBlocked");
      if (blocked !== undefined) {
        const blocker = enumName(BLOCKERS, blocked.args["blocker"] as bigint);
        return { action: "Blocked", blocker, since: blocked.args["since"] as bigint };
      }
      const values = findEvent(logs, address, contract.interface, "Rebalanced")?.args.toObject() ?? {};
      return {
        action: "Trade",
        reason: enumName(REASONS, values["reason"] as bigint),
        sizeDelta: values["sizeDelta"] as bigint,
        complete: values["complete"] as boolean,
        cost: values["cost"] as bigint,
        tip: values["tip"] as bigint,
        price: values["price"] as bigint,
        size: values["size"] as bigint,
        equity: values["equity"] as bigint,
      };
    },
  };
}
