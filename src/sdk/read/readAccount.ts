import { tokenContract, type System } from "../connect.js";

export interface Account {
  readonly address: string;
  /** {wei} Of the chain's own coin. */
  readonly native: bigint;
  /** {collateral} */
  readonly collateral: bigint;
  /** {share} By symbol; only what is held. */
  readonly shares: Readonly<Record<string, bigint>>;
}

/** Reads what an account holds. */
export async function readAccount(system: System, address: string): Promise<Account> {
  const symbols = Object.keys(system.deployment.tokens);
  const [native, collateral, balances] = await Promise.all([
    system.provider.getBalance(address),
    system.collateral.contract.balanceOf(address),
    Promise.all(
      symbols.map(async (symbol) => [symbol, await tokenContract(system, symbol).balanceOf(address)] as const),
    ),
  ]);
  return {
    address,
    native,
    collateral,
    shares: Object.fromEntries(balances.filter(([, balance]) => balance > 0n)),
  };
}
