import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import { ZeroAmountError } from "../errors/token.js";
import { prepareExactRedeem } from "./prepareExactRedeem.js";
import type { Prepared } from "./Prepared.js";
import type { Redeemed } from "./readOutcome.js";
import { requireShares } from "./requireBalance.js";
import { subtractSlippage } from "./subtractSlippage.js";

export interface RedeemOrder {
  readonly token: string;
  /** {share} */
  readonly shares: bigint | "all";
  readonly account: string;
  /** {1} WAD: how much less than previewed is still accepted. */
  readonly slippage: bigint;
}

export interface PreparedRedeem extends Prepared<Redeemed> {
  readonly token: string;
  readonly shares: bigint;
  /** {collateral} By the preview, and the least accepted. */
  readonly expectedAssets: bigint;
  readonly minAssets: bigint;
}

/** Prices a redeem and prepares its transaction. Throws when the account does not hold the shares. */
export async function prepareRedeem(system: System, order: RedeemOrder): Promise<PreparedRedeem> {
  const token = knownSymbol(system, order.token);
  const context = errorContext(system, token, "redeem");
  const { account } = order;
  if (order.shares === 0n) throw new ZeroAmountError({}, context);
  const shares = await requireShares(system, token, account, order.shares);

  let expectedAssets: bigint;
  try {
    expectedAssets = await tokenContract(system, token).previewRedeem(shares);
  } catch (error) {
    throw decodeError(error, context);
  }
  const minAssets = subtractSlippage(expectedAssets, order.slippage);
  const prepared = await prepareExactRedeem(system, { token, shares, minAssets, account });
  return { ...prepared, token, shares, expectedAssets, minAssets };
}
