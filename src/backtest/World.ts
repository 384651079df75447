import {
  Chain,
  ChainlinkPriceOracle,
  FeeMath,
  FixedPoint,
  FundDesk,
  LeveragedToken,
  MockAggregator,
  MockCollateral,
  MockFuturesVenue,
  ModelRevert,
} from "../model/index.js";
import type { PricePoint } from "../prices/index.js";
import { BoundlessPolicy } from "./BoundlessPolicy.js";
import { CapitalRefusedError } from "./errors.js";
import type { Terms } from "./terms.js";

export const MARKET = "market";
export const HOLDER = "holder";
export const KEEPER = "keeper";
export const LIQUIDATOR = "liquidator";
const POOL = "pool";

/** So that a price is what the file says, down to the eighteenth digit. */
export const FEED_DECIMALS = 18;
/** {usd/base} WAD. */
export const PRICE_BOUNDS = { minPrice: 1n, maxPrice: 10n ** 36n };

/** One fund, its venue and its feed in the contracts' twin, opened on target at a first price. */
export class World {
  readonly chain: Chain;
  readonly feed: MockAggregator;
  readonly venue: MockFuturesVenue;
  readonly token: LeveragedToken;

  constructor(
    readonly terms: Terms,
    first: PricePoint,
  ) {
    const { maxAge, market, liquidity, insurance, capital } = terms;
    this.chain = new Chain(BigInt(first.time));
    this.chain.isLogging = false;
    const collateral = new MockCollateral(this.chain, "collateral", terms.decimals);
    this.feed = new MockAggregator(this.chain, "feed", FEED_DECIMALS, first.price);
    const oracle = new ChainlinkPriceOracle({ feed: this.feed, maxAge, deviationThreshold: 0n, ...PRICE_BOUNDS });
    this.venue = new MockFuturesVenue(this.chain, "venue", collateral);
    this.venue.listMarket(MARKET, { ...market, oracle });
    collateral.mint(POOL, liquidity + insurance);
    this.venue.depositLiquidity(POOL, liquidity);
    if (insurance > 0n) this.venue.fundInsurance(POOL, insurance);
    this.token = new LeveragedToken({
      chain: this.chain,
      address: "token",
      feeCollector: "collector",
      venue: this.venue,
      market: MARKET,
      leverage: terms.leverage,
      initialNav: 10n ** BigInt(terms.decimals),
      policy: new BoundlessPolicy(terms.bands),
      desk: new FundDesk(this.chain, "desk"),
      fees: terms.fees,
      limits: terms.limits,
    });
    collateral.mint(HOLDER, capital);
    try {
      this.token.deposit(HOLDER, capital, HOLDER);
    } catch (error) {
      if (!(error instanceof ModelRevert)) throw error;
      throw new CapitalRefusedError(error.message, { cause: error });
    }
  }

  /** Whether anyone may liquidate the fund's account now. */
  isLiquidatable(): boolean {
    const { size, price, equity } = this.venue.position(MARKET, this.token.address);
    if (size === 0n) return false;
    const notional = FixedPoint.mulWadDown(size < 0n ? -size : size, price);
    return equity < (notional * this.terms.market.maintenanceMarginPpm) / FeeMath.PPM;
  }
}
