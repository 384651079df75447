import { decodeBytes32String } from "ethers";
import type { LeveragedTokenLens } from "../contracts.js";
import { enumName, HEALTH, PHASES } from "./enums.js";
import { toDecision } from "./toDecision.js";
import type { Token } from "./Token.js";

type TokenView = Awaited<ReturnType<LeveragedTokenLens["viewToken"]>>;

/** Names the enums and the market of what the lens returns. */
export function toToken(view: TokenView): Token {
  const { terms } = view;
  const { policy, limits, state } = terms;
  return {
    address: terms.token,
    symbol: terms.symbol,
    name: terms.name,
    market: decodeBytes32String(terms.market),
    venue: terms.venue,
    oracle: terms.oracle,
    collateral: terms.collateral,
    collateralDecimals: Number(terms.collateralDecimals),
    targetLeverage: terms.targetLeverage,
    maximumLeverage: terms.maximumLeverage,
    takerFee: terms.takerFee,
    maxPriceAge: terms.maxPriceAge,
    virtualShares: terms.virtualShares,
    policy: {
      period: policy.period,
      offset: policy.offset,
      cooldown: policy.cooldown,
      lowerBand: policy.lowerBand,
      upperBand: policy.upperBand,
      emergencyBand: policy.emergencyBand,
      maxSlippage: policy.maxSlippage,
      emergencySlippage: policy.emergencySlippage,
      tipRate: policy.tipRate,
      tipCap: policy.tipCap,
    },
    limits: { capacity: limits.capacity, maxTrade: limits.maxTrade },
    fees: { managementPpmPerYear: state.managementPpmPerYear, mintPpm: state.mintPpm, redeemPpm: state.redeemPpm },
    phase: enumName(PHASES, state.phase),
    mintPaused: state.mintPaused,
    rebalancedAt: state.rebalancedAt,
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
