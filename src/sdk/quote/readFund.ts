import { encodeBytes32String } from "ethers";
import type { Fund } from "../../model/libraries/NavMath.js";
import { tokenContract, type System } from "../connect.js";
import { IFuturesVenue__factory } from "../contracts.js";
import type { Token } from "../read/Token.js";
import { toToken } from "../read/toToken.js";

/** A token and what the contract prices a mint or redeem of it on; there is no fund in a settled one. */
export interface PricedToken {
  readonly token: Token;
  readonly fund: Fund | undefined;
}

/** Reads a token by symbol in one block. Throws, undecoded, when there is no valid price. */
export async function readFund(system: System, symbol: string, block: number): Promise<PricedToken> {
  const contract = tokenContract(system, symbol);
  const token = toToken(await system.lens.viewToken(contract, { blockTag: block }));
  if (token.health === "Settled") return { token, fund: undefined };
  const venue = IFuturesVenue__factory.connect(token.venue, system.provider);
  const shot = await venue.snapshot(encodeBytes32String(token.market), token.address, { blockTag: block });
  const { supply, virtualShares, collateralDecimals } = token;
  const { equity, size, price, curve } = shot;
  const unit = 10n ** BigInt(18 - collateralDecimals);
  return {
    token,
    fund: {
      equity,
      unit,
      supply,
      virtualShares,
      size,
      price,
      curve: { fee: curve.fee, skew: curve.skew, depth: curve.depth },
    },
  };
}
