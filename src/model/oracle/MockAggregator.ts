import type { Address, Chain } from "../Chain.js";
import { toInt, toUint } from "../libraries/Checked.js";

/** One round, as the feed answers it. */
export interface Round {
  id: bigint;
  answer: bigint;
  /** {s} */
  updatedAt: bigint;
}

/** {rounds} What is remembered of the past: as far as {@link ChainlinkPriceOracle.lastValidPrice} looks. */
const MEMORY = 129;

/** A Chainlink feed whose owner says what it answers. */
export class MockAggregator {
  private readonly rounds: Round[] = [];
  private id = 0n;
  private isFailing = false;

  constructor(
    readonly chain: Chain,
    readonly address: Address,
    readonly decimals: number,
    answer: bigint,
  ) {
    this.setAnswer(answer);
  }

  /** Adds a round that starts and ends now. */
  setAnswer(answer: bigint): void {
    this.setRound(answer, this.chain.now);
  }

  /** Adds a round with any time, for faults: `updatedAt` 0 is an incomplete one, a later one than now an impossible one. */
  setRound(answer: bigint, updatedAt: bigint): void {
    toInt(128n, answer);
    toUint(40n, updatedAt);
    const round = this.rounds[Number(this.id % BigInt(MEMORY))];
    ++this.id;
    if (round === undefined) this.rounds.push({ id: this.id, answer, updatedAt });
    else Object.assign(round, { id: this.id, answer, updatedAt });
    this.chain.emit(this.address, "AnswerUpdated", answer, this.id, updatedAt);
  }

  /** Makes every read of a round revert, or answer again. */
  setFailing(failing: boolean): void {
    this.isFailing = failing;
    this.chain.emit(this.address, "FailingSet", failing);
  }

  /** The newest round, or `undefined` while the feed fails. */
  latestRoundData(): Round | undefined {
    return this.getRoundData(this.id);
  }

  /** One of the newest 129 rounds, or `undefined` where there is none. */
  getRoundData(id: bigint): Round | undefined {
    if (this.isFailing || id === 0n) return undefined;
    const round = this.rounds[Number((id - 1n) % BigInt(MEMORY))];
    return round?.id === id ? round : undefined;
  }
}
