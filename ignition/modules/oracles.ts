import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { ContractFuture } from "@nomicfoundation/ignition-core";
import { parseUnits, ZeroAddress } from "ethers";
import type { MarketParameters } from "../../src/deploy/parameters.js";

/** One oracle per market a mock venue lists, each over a feed that exists or a mock: results `oracle_BTC`, `feed_BTC`. */
export function oraclesModule(markets: Readonly<Record<string, MarketParameters>>) {
  return buildModule("Oracles", (m) => {
    const results: Record<string, ContractFuture<string>> = {};
    for (const [name, { oracle: settings }] of Object.entries(markets)) {
      if (settings === undefined) continue;
      const feed =
        typeof settings.feed === "string"
          ? m.contractAt("AggregatorV3Interface", settings.feed, { id: `feed_${name}` })
          : m.contract(
              "MockAggregator",
              [
                settings.feed.mock.description,
                settings.feed.mock.decimals,
                parseUnits(settings.feed.mock.price, settings.feed.mock.decimals),
              ],
              { id: `feed_${name}` },
            );
      const { maxAge, minPrice, maxPrice, deviationThreshold, gracePeriod } = settings;
      const sequencerFeed = settings.sequencerFeed ?? ZeroAddress;
      const oracle = m.contract(
        "ChainlinkPriceOracle",
        [{ feed, maxAge, minPrice, maxPrice, deviationThreshold, sequencerFeed, gracePeriod }],
        { id: `oracle_${name}` },
      );
      results[`feed_${name}`] = feed;
      results[`oracle_${name}`] = oracle;
    }
    return results;
  });
}

export type OraclesModule = ReturnType<typeof oraclesModule>;
