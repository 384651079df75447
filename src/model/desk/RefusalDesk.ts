import { withSignOf } from "../libraries/FixedPoint.js";
import { abs, ceilDiv, max } from "../libraries/Math.js";
import * as NavMath from "../libraries/NavMath.js";
import type { FundViews } from "../token/FundViews.js";
import { FundReader } from "./FundReader.js";

/** {s} A refusal counts for this long; a later one begins a new row. */
const LIFE = 7_200n;
/** What is tried is one in so many of the position. */
const PARTS = 100n;

/** A token whose venue can be tried. */
export type Probed = FundViews & { probe(sizeDelta: bigint): never };

/** {s} The first and the last refusal of a row; zeros where there is none. */
interface Refusal {
  since: bigint;
  seenAt: bigint;
}

/**
 * Keeps on record how long a venue has been taking no reduction of a token's position, though it lives and has announced
 * nothing of the kind. It is tried, at any cost and undone at once.
 */
export abstract class RefusalDesk extends FundReader {
  private readonly _refusals = new Map<FundViews, Refusal>();

  /** Tries a small reduction of `token`'s position, undoes it, and takes note if the venue refuses it. */
  reportRefusal(token: Probed): void {
    this.chain.transact(() => {
      const { now } = this.chain;
      const known = this._refusal(token);
      if (this._takesReduction(token)) this.chain.write(known, { since: 0n, seenAt: 0n });
      else this.chain.write(known, { since: this._isFresh(known) ? known.since : now, seenAt: now });
      this.chain.emit(this.address, "RefusalReported", token.address, known.since);
    });
  }

  /** {s} Since when `token`'s venue is known to refuse reductions; 0 where it is not. */
  refusedSince(token: FundViews): bigint {
    const known = this._refusal(token);
    return this._isFresh(known) ? known.since : 0n;
  }

  /**
   * Whether the venue takes a small reduction now, or there is nothing to reduce: dust cannot pay for a trade of its own.
   * Reverts when the price is not valid.
   */
  protected _takesReduction(token: Probed): boolean {
    const reading = token.reading();
    const { position, room } = reading.account.snapshot(reading.market, token.address);
    if (position.size === 0n || NavMath.isDust(this._fill(position, reading))) return true;
    const size = max(ceilDiv(abs(position.size), PARTS), room.minReduction);
    if (size > room.maxReduction) return false;
    return this.chain.errorOf(() => token.probe(-withSignOf(size, position.size))) === "LeveragedToken_Probed";
  }

  private _isFresh({ seenAt }: Refusal): boolean {
    return seenAt !== 0n && seenAt + LIFE >= this.chain.now;
  }

  private _refusal(token: FundViews): Refusal {
    let known = this._refusals.get(token);
    if (known === undefined) this._refusals.set(token, (known = { since: 0n, seenAt: 0n }));
    return known;
  }
}
