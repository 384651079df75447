import type { Address, Chain } from "../Chain.js";
import { toInt, toUint } from "../libraries/Checked.js";

/** One round, as the feed answers it. */
export interface Round {
  readonly id: bigint;
  readonly answer: bigint;
  /** {s} */
  readonly updatedAt: bigint;
}

/** A Chainlink feed whose owner says what it answers. Rounds are numbered from 1 and kept for ever. */
export class MockAggregator {
  private readonly rounds: Round[] = [];
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
    const id = BigInt(this.rounds.length + 1);
    this.rounds.push({ id, answer, updatedAt });
    this.chain.emit(this.address, "AnswerUpdated", answer, id, updatedAt);
  }

  /** Makes every read of a round revert, or answer again. */
  setFailing(failing: boolean): void {
    this.isFailing = failing;
    this.chain.emit(this.address, "FailingSet", failing);
  }

  /** The newest round, or `undefined` while the feed fails. */
  latestRoundData(): Round | undefined {
    return this.isFailing ? undefined : this.rounds.at(-1);
  }

  /** One round, or `undefined` where there is none or the feed fails. */
  getRoundData(id: bigint): Round | undefined {
    return this.isFailing ? undefined : this.rounds[Number(id) - 1];
  }
}
