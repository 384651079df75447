import { errorContext, tokenContract, type System } from "../connect.js";
import type { Prepared } from "./Prepared.js";
import { readRedeemed, type Redeemed } from "./readOutcome.js";

export interface ExactRedeem {
  /** The symbol as the deployment writes it. */
  readonly token: string;
  /** {share} */
  readonly shares: bigint;
  /** {collateral} The least accepted. */
  readonly minAssets: bigint;
  readonly account: string;
}

/** Prepares a redeem straight from the token, which needs no allowance. */
export async function prepareExactRedeem(
  system: System,
  { token: symbol, shares, minAssets, account }: ExactRedeem,
): Promise<Prepared<Redeemed>> {
  const token = tokenContract(system, symbol);
  const address = await token.getAddress();
  const redeem = token["redeem(uint256,address,address,uint256)"];
  return {
    request: await redeem.populateTransaction(shares, account, account, minAssets),
    context: errorContext(system, symbol, "redeem"),
    read: (logs) => readRedeemed(logs, address),
  };
}
