/** The contracts' enums by name, in their order. */
export const HEALTH = ["Live", "VenueHalted", "PriceInvalid", "WipedOut", "Settled"] as const;
export type Health = (typeof HEALTH)[number];

export const PHASES = ["Active", "Unfinished", "Settled"] as const;
export type Phase = (typeof PHASES)[number];

export const ACTIONS = ["None", "Trade", "Settle", "Blocked"] as const;
export type Action = (typeof ACTIONS)[number];

export const REASONS = ["None", "Scheduled", "Drift", "Emergency", "Continuation", "Marking"] as const;
export type Reason = (typeof REASONS)[number];

export const BLOCKERS = ["None", "Halted", "Cost", "Increase", "Reduction", "Policy", "Refused"] as const;
export type Blocker = (typeof BLOCKERS)[number];

/** The name of an enum's value as the chain returns it. */
export function enumName<T extends string>(names: readonly T[], value: bigint): T {
  const name = names[Number(value)];
  if (name === undefined) throw new RangeError(`No name for the value ${String(value)} of ${names.join(", ")}`);
  return name;
}
