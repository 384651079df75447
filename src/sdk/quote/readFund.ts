import { encodeBytes32String, type BlockTag } from "ethers";
import { fill, type Fund } from "../../model/libraries/NavMath.js";
import { tokenContract, type System } from "../connect.js";
import { IVenueAccount__factory, tokenAt } from "../contracts.js";
import { unitOf } from "../history/navOf.js";
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
  return { token, fund: token.health === "Settled" ? undefined : await readFundOf(system, token, block) };
}

/** Reads the fund of a token that is not settled. Throws, undecoded, when there is no valid price. */
export async function readFundOf(system: System, token: Token, blockTag: BlockTag = "latest"): Promise<Fund> {
  const { provider } = system;
  const [{ price, priceUpdatedAt, size, equity, curve, isExact, halted }, owed] = await Promise.all([
    IVenueAccount__factory.connect(token.account, provider).position(encodeBytes32String(token.market), token.address, {
      blockTag,
    }),
    tokenAt(token.address, provider).totalOwed({ blockTag }),
  ]);
  const { fee, skew, depth } = curve;
  const position = { price, priceUpdatedAt, size, equity, curve: { fee, skew, depth }, isExact, halted };
  return fill(position, unitOf(token.collateralDecimals), token.supply, token.virtualShares, owed);
}
