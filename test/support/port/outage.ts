import type { System } from "../system.js";
import type { Course } from "./course.js";
import { priceAt, type Stage } from "./stage.js";

/** One way in which a market dies. */
export interface Outage {
  readonly begin: () => Promise<void>;
  /** What ends it, once a price is published. */
  readonly end: () => Promise<void>;
  /** Whether it may end and begin again between two reports. */
  readonly endsUnseen: boolean;
}

/** The feed answers nothing that its oracle believes. */
export function noPrice({ feed }: System): Outage {
  return {
    begin: async () => {
      await feed.setAnswer(0n);
    },
    end: () => Promise.resolve(),
    endsUnseen: true,
  };
}

/** The exchange of the system, which stands behind the test venues, halts its market. */
export function halt({ venue, market }: System): Outage {
  const set = async (isHalted: boolean) => {
    await venue.setScenario(market, isHalted, false, 0n);
  };
  return { begin: () => set(true), end: () => set(false), endsUnseen: false };
}

export function outageOf({ outages }: Stage, { outage }: Course): Outage {
  return outages[outage.which % outages.length]!;
}

/** The market lives again at the initial price times `1 + change`, change {1e-3}. */
export async function revive(stage: Stage, outage: Outage, change: number): Promise<void> {
  await priceAt(stage, change);
  await outage.end();
}
