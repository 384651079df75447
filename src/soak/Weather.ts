import { type Fault, type FaultProxy, FAULTS } from "../faults/FaultProxy.js";
import type { Draw } from "./random.js";

/** {ms} How long a spell of faults lasts, and how long there is none after it. */
const SPELL = [1_000, 4_000] as const;
const CALM = [1_000, 4_000] as const;

/** A time in which requests to some endpoints go wrong. */
interface Spell {
  readonly fault: Fault;
  /** By index. */
  readonly endpoints: readonly number[];
  /** {1e-2} Of the requests. */
  readonly share: number;
  /** {ms} */
  readonly from: number;
  readonly to: number;
}

/** When which endpoint misbehaves, and how. The faults are drawn beforehand, so they do not depend on what is asked. */
export class Weather {
  readonly #spells: Spell[] = [];
  readonly #draw: Draw;
  readonly #endpoints: number;

  /** Begins now {ms} and ends after `duration` {ms}. */
  constructor(proxies: readonly FaultProxy[], draw: Draw, now: number, duration: number) {
    this.#draw = draw;
    this.#endpoints = proxies.length;
    const all = [...proxies.keys()];
    for (let at = now + draw.between(...CALM); at < now + duration;) {
      const to = Math.min(at + draw.between(...SPELL), now + duration);
      const isEverywhere = draw.between(1, 3) === 1;
      this.#spells.push({
        fault: draw.oneOf(FAULTS),
        endpoints: isEverywhere ? all : [draw.oneOf(all)],
        share: draw.oneOf([50, 100]),
        from: at,
        to,
      });
      at = to + draw.between(...CALM);
    }
    for (const [index, proxy] of proxies.entries()) proxy.plan = () => this.#faultAt(index, Date.now());
  }

  /** Whether every endpoint misbehaved at some moment of that time {ms}. */
  isUnreachable(from: number, to: number): boolean {
    return this.#spells.some(
      (spell) => spell.endpoints.length === this.#endpoints && spell.from < to && spell.to > from,
    );
  }

  #faultAt(endpoint: number, now: number): Fault | undefined {
    const spell = this.#spells.find(
      ({ from, to, endpoints }) => from <= now && now < to && endpoints.includes(endpoint),
    );
    return spell !== undefined && this.#draw.between(1, 100) <= spell.share ? spell.fault : undefined;
  }
}
