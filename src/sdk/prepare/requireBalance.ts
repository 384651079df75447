import { formatDecimal } from "../amounts/formatDecimal.js";
import { tokenContract, type System } from "../connect.js";
import { BalanceTooLowError } from "../errors/input.js";

/** Throws unless the account holds that much collateral. */
export async function requireCollateral(system: System, account: string, assets: bigint): Promise<void> {
  const { contract, decimals, symbol } = system.collateral;
  const balance = await contract.balanceOf(account);
  if (balance >= assets) return;
  const show = (amount: bigint) => `${formatDecimal(amount, decimals)} ${symbol}`;
  throw new BalanceTooLowError(account, show(balance), show(assets), "mint for less or use another account");
}

/** Throws unless the account holds that many shares of the token, or any where all are meant; returns how many are. */
export async function requireShares(
  system: System,
  symbol: string,
  account: string,
  wanted: bigint | "all",
): Promise<bigint> {
  const balance = await tokenContract(system, symbol).balanceOf(account);
  const shares = wanted === "all" ? balance : wanted;
  if (balance >= shares && balance > 0n) return shares;
  const show = (amount: bigint) => `${formatDecimal(amount, 18, 4)} ${symbol}`;
  const needs = wanted === "all" ? "anything to redeem" : show(shares);
  throw new BalanceTooLowError(account, show(balance), needs, "redeem less, mint first or use another account");
}
