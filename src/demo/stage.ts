import { network } from "hardhat";
import {
  LeveragedToken__factory,
  MockAggregator__factory,
  MockFuturesVenue__factory,
} from "../../types/ethers-contracts/index.js";
import { connectSystem } from "../sdk/connect.js";
import { deploySystem } from "../deploy/deploySystem.js";
import { tokenSymbol } from "../deploy/tokenSymbol.js";
import { exactDecimal, type PricePoint } from "../prices/index.js";
import { Chain } from "./chain.js";
import { demoParameters, MARKET, SYMBOLS } from "./parameters.js";

const DAY = 86_400;
const HOUR = 3600;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * A fresh in-process chain, a day before a path begins, with the system on it: deployed by the Ignition modules from the
 * local parameters, of which the demo takes the BTC market and its three tokens.
 */
export async function openStage(first: PricePoint) {
  const connection = await network.create({
    override: { initialDate: new Date((first.time - DAY) * 1000) },
  });
  const { ethers, provider: rpc } = connection;
  const [deployer, keeper, liquidator, collector, ...holders] = await ethers.getSigners();
  if (deployer === undefined || keeper === undefined || liquidator === undefined || collector === undefined) {
    throw new Error("The in-process chain has too few accounts");
  }

  const parameters = await demoParameters();
  const market = parameters.markets[MARKET];
  const feedParameters = market?.oracle?.feed;
  if (market?.oracle === undefined || typeof feedParameters !== "object") {
    throw new Error(`The local parameters have no mock feed for ${MARKET}`);
  }
  const feed = { mock: { ...feedParameters.mock, price: exactDecimal(first.price) } };
  const wanted: readonly string[] = SYMBOLS;
  const deployment = await deploySystem(connection, {
    ...parameters,
    governance: { ...parameters.governance, feeCollector: collector.address },
    markets: { [MARKET]: { ...market, oracle: { ...market.oracle, feed } } },
    tokens: parameters.tokens.filter(({ market: name, leverage }) => wanted.includes(tokenSymbol(name, leverage))),
  });

  const { provider } = ethers;
  const chain = new Chain(rpc);
  await chain.takeOver();
  const feedAddress = deployment.markets[MARKET]?.feed ?? "";
  return {
    chain,
    provider,
    /** Where everything is, and the same as the SDK takes it. */
    deployment,
    system: await connectSystem(provider, deployment),
    marketId: deployment.markets[MARKET]?.id ?? "",
    venue: MockFuturesVenue__factory.connect(deployment.venue, provider),
    feed: MockAggregator__factory.connect(feedAddress, provider),
    feedAddress,
    feedDecimals: feedParameters.mock.decimals,
    /** {s} How long the feed may stay silent: its price must not grow too old for the oracle. */
    heartbeat: market.oracle.maxAge - HOUR,
    tokens: SYMBOLS.map((symbol) => {
      const address = deployment.tokens[symbol];
      if (address === undefined) throw new Error(`The local parameters have no token ${symbol}`);
      return { symbol, address, contract: LeveragedToken__factory.connect(address, provider) };
    }),
    /** Accounts by what they do; the chain holds their keys. */
    deployer: deployer.address,
    keeper: keeper.address,
    liquidator: liquidator.address,
    collector: collector.address,
    spare: holders.map(({ address }) => address),
    /** Frees the chain. */
    close: () => connection.close(),
  };
}
