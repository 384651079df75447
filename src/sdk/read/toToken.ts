import { decodeBytes32String } from "ethers";
import type { LeveragedTokenLens } from "../contracts.js";
import { enumName, HEALTH, PHASES } from "./enums.js";
import { toDecision } from "./toDecision.js";
import type { BandParameters, Token } from "./Token.js";

type TokenView = Awaited<ReturnType<LeveragedTokenLens["viewToken"]>>;
type BandsView = TokenView["terms"]["bands"];

/** Names the enums and the market of what the lens returns. */
export function toToken(view: TokenView): Token {
  const { terms } = view;
  const { limits, state } = terms;
  return {
    address: terms.token,
    symbol: terms.symbol,
    name: terms.name,
    market: decodeBytes32String(terms.market),
    venue: terms.venue,
    account: terms.account,
    oracle: terms.oracle,
    collateral: terms.collateral,
    collateralDecimals: Number(terms.collateralDecimals),
    targetLeverage: terms.targetLeverage,
    maximumLeverage: terms.maximumLeverage,
    takerFee: terms.takerFee,
    maxPriceAge: terms.maxPriceAge,
    virtualShares: terms.virtualShares,
    policy: terms.policy,
    bands: toBands(terms.bands),
    limits: { capacity: limits.capacity, maxTrade: limits.maxTrade },
    fees: { managementPpmPerYear: state.managementPpmPerYear, mintPpm: state.mintPpm, redeemPpm: state.redeemPpm },
    phase: enumName(PHASES, state.phase),
    mintPaused: state.mintPaused,
    rebalancedAt: state.rebalancedAt,
    blockedSince: terms.rebalancing.blockedSince,
    health: enumName(HEALTH, view.health),
    price: view.price,
    priceUpdatedAt: view.priceUpdatedAt,
    nav: view.nav,
    leverage: view.leverage,
    size: view.size,
    unitsPerToken: view.unitsPerToken,
    equity: view.equity,
    supply: view.supply,
    totalSupply: view.totalSupply,
    triggers: { lower: view.lowerTrigger, upper: view.upperTrigger, emergency: view.emergencyTrigger },
    liquidationPrice: view.liquidationPrice,
    maxDeposit: view.maxDeposit,
    decision: toDecision(view.decision),
  };
}

/** The lens leaves the parameters of a policy of another kind all 0, which no policy with bands has. */
function toBands(view: BandsView): BandParameters | undefined {
  if (view.period === 0n) return undefined;
  return {
    period: view.period,
    offset: view.offset,
    cooldown: view.cooldown,
    lowerBand: view.lowerBand,
    upperBand: view.upperBand,
    emergencyBand: view.emergencyBand,
    maxSlippage: view.maxSlippage,
    emergencySlippage: view.emergencySlippage,
    tipRate: view.tipRate,
    tipCap: view.tipCap,
  };
}
