import { encodeBytes32String, ZeroAddress } from "ethers";
import { mulWadDown } from "../../model/libraries/FixedPoint.js";
import { abs } from "../../model/libraries/Math.js";
import { equityDown, equityUp, isTooSmall, type Fund } from "../../model/libraries/NavMath.js";
import { ExceededMaxDepositError } from "../errors/erc20.js";
import type { ErrorContext } from "../errors/Phrases.js";
import {
  CapacityExceededError,
  LeverageTooHighError,
  MintPausedError,
  NoPositionError,
  SettledError,
  WipedOutError,
} from "../errors/token.js";
import { MarketHaltedError } from "../errors/venue.js";
import type { Token } from "../read/Token.js";

/** Throws what the token would refuse a mint with, before anybody signs anything. */
export function requireMintable(token: Token, fund: Fund | undefined, assets: bigint, context: ErrorContext): Fund {
  if (fund === undefined) throw new SettledError({}, context);
  if (token.health === "WipedOut") throw new WipedOutError({}, context);
  if (token.mintPaused) throw new MintPausedError({}, context);
  if (token.health === "VenueHalted") {
    throw new MarketHaltedError({ market: encodeBytes32String(token.market) }, context);
  }
  const grown = equityUp(fund) + assets;
  const capacity = token.limits.capacity * 10n ** BigInt(token.collateralDecimals);
  const { bands, leverage } = token;
  if (!isTooSmall(fund)) {
    if (fund.size === 0n) throw new NoPositionError({ equity: equityDown(fund) }, context);
    // Of another kind of policy the room to mint says it, which is none there.
    const maximum = bands === undefined ? undefined : mulWadDown(abs(token.targetLeverage), bands.emergencyBand);
    if (maximum !== undefined && abs(leverage) > maximum)
      throw new LeverageTooHighError({ leverage, maximum }, context);
  }
  if (grown > capacity) throw new CapacityExceededError({ equity: grown, capacity }, context);
  return fund;
}

/** Throws when the market has no room for a mint of that many assets. */
export function requireRoom({ maxDeposit }: Token, assets: bigint, context: ErrorContext): void {
  if (assets > maxDeposit) {
    throw new ExceededMaxDepositError({ receiver: ZeroAddress, assets, max: maxDeposit }, context);
  }
}
