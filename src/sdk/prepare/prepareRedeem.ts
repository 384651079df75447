import { formatDecimal } from "../amounts/formatDecimal.js";
import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import { BalanceTooLowError } from "../errors/input.js";
import { ZeroAmountError } from "../errors/token.js";
import { findEvent } from "./findEvent.js";
import type { Prepared } from "./Prepared.js";
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

/** {share} and {collateral}. A settled token charges neither cost nor fee. */
export interface Redeemed {
  readonly shares: bigint;
  readonly assets: bigint;
  readonly cost: bigint;
  readonly fee: bigint;
}

/** Prices a redeem and prepares its transaction. Throws when the account does not hold the shares. */
export async function prepareRedeem(system: System, order: RedeemOrder): Promise<PreparedRedeem> {
  const symbol = knownSymbol(system, order.token);
  const token = tokenContract(system, symbol);
  const address = await token.getAddress();
  const context = errorContext(system, symbol, "redeem");
  const { account } = order;

  const balance = await token.balanceOf(account);
  const shares = order.shares === "all" ? balance : order.shares;
  if (order.shares !== "all" && shares === 0n) throw new ZeroAmountError({}, context);
  if (balance < shares || balance === 0n) {
    const show = (amount: bigint) => `${formatDecimal(amount, 18, 4)} ${symbol}`;
    const needs = order.shares === "all" ? "anything to redeem" : show(shares);
    throw new BalanceTooLowError(account, show(balance), needs, "redeem less, mint first or use another account");
  }

  let expectedAssets: bigint;
  try {
    expectedAssets = await token.previewRedeem(shares);
  } catch (error) {
    throw decodeError(error, context);
  }
  const minAssets = subtractSlippage(expectedAssets, order.slippage);
  return {
    token: symbol,
    shares,
    expectedAssets,
    minAssets,
    request: await token["redeem(uint256,address,address,uint256)"].populateTransaction(
      shares,
      account,
      account,
      minAssets,
    ),
    context,
    read: (logs) => {
      const withdraw = findEvent(logs, address, token.interface, "Withdraw");
      const redeemed = findEvent(logs, address, token.interface, "Redeemed");
      return {
        shares: withdraw?.args["shares"] as bigint,
        assets: withdraw?.args["assets"] as bigint,
        cost: (redeemed?.args["cost"] as bigint | undefined) ?? 0n,
        fee: (redeemed?.args["fee"] as bigint | undefined) ?? 0n,
      };
    },
  };
}
