import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { findEvent } from "./findEvent.js";
import type { Prepared } from "./Prepared.js";

/** What was paid, {collateral}. */
export interface DebtPaid {
  readonly amount: bigint;
}

/** Prepares the payment of what a token owes to `creditor`; undefined where that is nothing. Anyone may send it. */
export async function prepareDebtPayment(
  system: System,
  { token, creditor }: { readonly token: string; readonly creditor: string },
): Promise<Prepared<DebtPaid> | undefined> {
  const symbol = knownSymbol(system, token);
  const contract = tokenContract(system, symbol);
  if ((await contract.owed(creditor)) === 0n) return undefined;
  const address = await contract.getAddress();
  return {
    request: await contract.payDebt.populateTransaction(creditor),
    context: errorContext(system, symbol),
    read: (logs) => ({
      amount: findEvent(logs, address, contract.interface, "DebtPaid")?.args["amount"] as bigint,
    }),
  };
}
