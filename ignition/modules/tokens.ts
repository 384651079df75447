import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { encodeBytes32String } from "ethers";
import { createParams } from "../../src/deploy/createParams.js";
import type { Parameters } from "../../src/deploy/parameters.js";
import { tokenSymbol } from "../../src/deploy/tokenSymbol.js";
import type { FactoryModule } from "./factory.js";
import type { PolicyModule } from "./policy.js";
import type { VenueModule } from "./venue.js";

interface Parts {
  factory: FactoryModule;
  venue: VenueModule;
  policy: PolicyModule;
}

/** Allows the markets and the policy, and creates the tokens. Results carry the tokens by symbol, with `_` for the dot. */
export function tokensModule(parts: Parts, parameters: Parameters, decimals: number) {
  return buildModule("Tokens", (m) => {
    const { factory } = m.useModule(parts.factory);
    const { venue } = m.useModule(parts.venue);
    const { policy } = m.useModule(parts.policy);
    const after = [parts.factory, parts.venue];

    const markets = Object.keys(parameters.markets).map((name) =>
      m.call(factory, "allowMarket", [venue, encodeBytes32String(name), name], { id: `allow_${name}`, after }),
    );
    const allowed = [...markets, m.call(factory, "allowPolicy", [policy, true], { id: "allow_policy", after })];

    const created = parameters.tokens.map((token) => {
      const id = tokenSymbol(token.market, token.leverage).replace(".", "_");
      const create = m.call(factory, "create", [{ venue, policy, ...createParams(parameters, token, decimals) }], {
        id: `create_${id}`,
        after: allowed,
      });
      const address = m.readEventArgument(create, "TokenCreated", "token", { id: `address_${id}` });
      return [id, m.contractAt("LeveragedToken", address, { id })] as const;
    });
    return Object.fromEntries(created);
  });
}

export type TokensModule = ReturnType<typeof tokensModule>;
