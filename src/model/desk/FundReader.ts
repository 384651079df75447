import type { Address, Chain } from "../Chain.js";
import * as FeeMath from "../libraries/FeeMath.js";
import * as NavMath from "../libraries/NavMath.js";
import type { Fund } from "../libraries/NavMath.js";
import type { FundViews } from "../token/FundViews.js";
import { Phase, type TokenReading } from "../token/TokenTypes.js";
import type { Position } from "../venue/VenueTypes.js";

/** How the desk reads a token's fund: what the token says of itself, and what its account shows. */
export abstract class FundReader {
  constructor(
    protected readonly chain: Chain,
    readonly address: Address,
  ) {}

  /** The fund as its account shows it; none of a settled token. */
  protected _read(token: FundViews): { reading: TokenReading; fund: Fund | undefined } {
    const reading = token.reading();
    if (reading.state.phase === Phase.Settled) return { reading, fund: undefined };
    const position = reading.account.position(reading.market, token.address);
    return { reading, fund: this._fill(position, reading) };
  }

  protected _fill(position: Position, reading: TokenReading): Fund {
    const { supply } = FeeMath.accrue(reading.state, reading.minted, this.chain.now);
    return NavMath.fill(position, reading.unit, supply, reading.virtualShares, reading.owed);
  }
}
