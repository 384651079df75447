import { encodeBytes32String, MaxUint256, ZeroAddress } from "ethers";
import { network } from "hardhat";
import { FEED_DECIMALS, PRICE_BOUNDS } from "../backtest/World.js";
import type { Terms } from "../backtest/terms.js";
import { Chain } from "../demo/chain.js";
import type { PricePoint } from "../prices/index.js";

export const MARKET_ID = encodeBytes32String("market");

const DAY = 86_400;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * A chain in this process, a day before `first`, with everything a fund of `terms` needs: the real contracts, with the same
 * settings the twin has. The token is deployed in the factory's name but past its rules, which would refuse some policies
 * of a backtest, such as one without bands.
 */
export async function openStage(terms: Terms, first: PricePoint) {
  const connection = await network.create({
    override: { initialDate: new Date((first.time - DAY) * 1000), gas: 16_000_000n },
  });
  const { ethers, provider, networkHelpers } = connection;
  const [deployer, holder, keeper, liquidator, collector] = await ethers.getSigners();
  if (deployer === undefined || holder === undefined || keeper === undefined || liquidator === undefined) {
    throw new Error("The chain in this process has too few accounts");
  }
  const manager = await ethers.deployContract("AccessManager", [deployer]);
  const collateral = await ethers.deployContract("MockCollateral", ["USD Coin", "USDC", terms.decimals]);
  const feed = await ethers.deployContract("MockAggregator", ["price", FEED_DECIMALS, first.price]);
  const oracle = await ethers.deployContract("ChainlinkPriceOracle", [
    {
      feed,
      maxAge: terms.maxAge,
      ...PRICE_BOUNDS,
      deviationThreshold: 0n,
      sequencerFeed: ZeroAddress,
      gracePeriod: 0n,
    },
  ]);
  const venue = await ethers.deployContract("MockFuturesVenue", [collateral, manager]);
  await venue.listMarket(MARKET_ID, { ...terms.market, oracle });
  await collateral.mint(deployer, terms.liquidity + terms.insurance);
  await collateral.approve(venue, MaxUint256);
  await venue.depositLiquidity(terms.liquidity);
  if (terms.insurance > 0n) await venue.fundInsurance(terms.insurance);

  const policy = await ethers.deployContract("BoundlessPolicy", [terms.bands]);
  const desk = await ethers.deployContract("FundDesk");
  const factory = await ethers.deployContract("LeveragedTokenFactory", [manager, collector, desk, []]);
  const inItsName = await ethers.getImpersonatedSigner(await factory.getAddress());
  await networkHelpers.setBalance(inItsName.address, ethers.parseEther("1"));
  const token = await ethers.deployContract(
    "LeveragedToken",
    [
      {
        name: "Verified",
        symbol: "VERIFIED",
        venue,
        market: MARKET_ID,
        leverage: terms.leverage,
        initialNav: 10n ** BigInt(terms.decimals),
        policy,
        desk,
        fees: terms.fees,
        limits: terms.limits,
      },
    ],
    inItsName,
  );
  await collateral.mint(holder, terms.capital);
  await collateral.connect(holder).approve(token, MaxUint256);

  const chain = new Chain(provider);
  await chain.takeOver();
  return {
    chain,
    provider,
    feed: feed.interface,
    venue: venue.interface,
    token: token.interface,
    addresses: {
      feed: await feed.getAddress(),
      venue: await venue.getAddress(),
      token: await token.getAddress(),
      deployer: deployer.address,
      holder: holder.address,
      keeper: keeper.address,
      liquidator: liquidator.address,
    },
    /** {s} How long the feed may stay silent. */
    heartbeat: Number(terms.maxAge) - 3600,
    close: () => connection.close(),
  };
}
