import type { System } from "../connect.js";
import { IPriceOracle__factory } from "../contracts.js";
import type { DeployedMarket } from "../deployment.js";
import { decodeError } from "../errors/decodeError.js";
import { UnlistedMarketError } from "../errors/input.js";
import type { SdkError } from "../errors/SdkError.js";

export type Market = { readonly name: string } & (
  | { readonly status: "live"; /** {usd/base} WAD. */ readonly price: bigint; readonly updatedAt: bigint }
  | { readonly status: "no-price"; readonly error: SdkError }
);

/** Reads the price of every market, or why there is none. */
export async function readMarkets({ provider, deployment }: System): Promise<readonly Market[]> {
  return Promise.all(
    Object.entries(deployment.markets).map(async ([name, { oracle }]): Promise<Market> => {
      try {
        const [price, updatedAt] = await IPriceOracle__factory.connect(oracle, provider).price();
        return { name, status: "live", price, updatedAt };
      } catch (error) {
        return { name, status: "no-price", error: decodeError(error) };
      }
    }),
  );
}

/** The market of that name as the deployment writes it, in any case of its letters. */
export function knownMarket({ deployment }: System, name: string): { name: string; market: DeployedMarket } {
  const entries = Object.entries(deployment.markets);
  const found = entries.find(([key]) => key.toLowerCase() === name.trim().toLowerCase());
  if (found === undefined) {
    const known = entries.map(([key]) => key);
    throw new UnlistedMarketError(name, known);
  }
  return { name: found[0], market: found[1] };
}
