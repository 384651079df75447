import { tokenContract, type System } from "../connect.js";

/** Whether an account was ever minted a token of this system, through the router or without, by its events. */
export async function hasMinted(system: System, account: string): Promise<boolean> {
  const mints = await Promise.all(
    Object.keys(system.deployment.tokens).map(async (symbol) => {
      const token = tokenContract(system, symbol);
      return token.queryFilter(token.filters.Deposit(undefined, account), system.deployment.block);
    }),
  );
  return mints.some((events) => events.length > 0);
}
