import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { encodeBytes32String, parseUnits } from "ethers";
import type { Parameters } from "../../src/deploy/parameters.js";
import { tokenSymbol } from "../../src/deploy/tokenSymbol.js";
import type { FactoryModule } from "./factory.js";
import type { VenueModule } from "./venue.js";

interface Parts {
  factory: FactoryModule;
  venue: VenueModule;
}

/** Allows the markets and creates the tokens. Results carry the tokens by symbol, with `_` for the dot. */
export function tokensModule(parts: Parts, { markets, tokens, policy, fees, limits }: Parameters, decimals: number) {
  return buildModule("Tokens", (m) => {
    const { factory } = m.useModule(parts.factory);
    const { venue } = m.useModule(parts.venue);
    const after = [parts.factory, parts.venue];

    const allowed = Object.keys(markets).map((name) =>
      m.call(factory, "allowMarket", [venue, encodeBytes32String(name), name], { id: `allow_${name}`, after }),
    );

    const created = tokens.map(({ market, leverage, initialNav }) => {
      const id = tokenSymbol(market, leverage).replace(".", "_");
      const create = m.call(
        factory,
        "create",
        [
          {
            venue,
            market: encodeBytes32String(market),
            leverage,
            initialNav: parseUnits(initialNav, decimals),
            policy: { ...policy, tipCap: parseUnits(policy.tipCap, decimals) },
            fees: { managementPpmPerYear: fees.managementPerYear, mintPpm: fees.mint, redeemPpm: fees.redeem },
            limits: { capacity: parseUnits(limits.capacity, decimals), maxTrade: limits.maxTrade },
          },
        ],
        { id: `create_${id}`, after: allowed },
      );
      const address = m.readEventArgument(create, "TokenCreated", "token", { id: `address_${id}` });
      return [id, m.contractAt("LeveragedToken", address, { id })] as const;
    });
    return Object.fromEntries(created);
  });
}

export type TokensModule = ReturnType<typeof tokensModule>;
