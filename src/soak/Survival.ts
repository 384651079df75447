import { type Fault, type FaultProxy, FAULTS } from "../faults/FaultProxy.js";

/** How often each kind of fault was met. */
export type FaultCounts = Readonly<Record<Fault, number>>;

/**
 * Counts the faults that keepers outlive: one counts as survived once every keeper has looked at all tokens with success
 * after it.
 */
export class Survival {
  readonly #proxies: readonly FaultProxy[];
  readonly #before: FaultCounts;
  #looks: readonly number[] = [];
  #sinceThose: FaultCounts;
  #survived: FaultCounts;

  /** Begins now. */
  constructor(proxies: readonly FaultProxy[]) {
    this.#proxies = proxies;
    this.#before = this.#sinceThose = this.#survived = this.#injectedSoFar();
  }

  /** Takes notice of when {s} each keeper last looked with success; undefined for one that does not say. */
  note(looks: readonly (number | undefined)[]): void {
    const known = looks.filter((look) => look !== undefined);
    if (known.length < looks.length || known.some((look, index) => look <= (this.#looks[index] ?? 0))) return;
    if (this.#looks.length > 0) this.#survived = this.#sinceThose;
    this.#looks = known;
    this.#sinceThose = this.#injectedSoFar();
  }

  get injected(): FaultCounts {
    return countEach((fault) => this.#injectedSoFar()[fault] - this.#before[fault]);
  }

  get survived(): FaultCounts {
    return countEach((fault) => this.#survived[fault] - this.#before[fault]);
  }

  #injectedSoFar(): FaultCounts {
    return countEach((fault) => this.#proxies.reduce((sum, { injected }) => sum + (injected.get(fault) ?? 0), 0));
  }
}

/** All counts together. */
export function total(counts: FaultCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Both, kind by kind. */
export function addCounts(a: FaultCounts, b: FaultCounts): FaultCounts {
  return countEach((fault) => a[fault] + b[fault]);
}

function countEach(count: (fault: Fault) => number): FaultCounts {
  return Object.fromEntries(FAULTS.map((fault) => [fault, count(fault)])) as FaultCounts;
}
