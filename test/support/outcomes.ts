/** The contracts' enums, as ethers reads them. */
export const Action = { None: 0n, Trade: 1n, Settle: 2n, Blocked: 3n } as const;
export const Reason = { None: 0n, Scheduled: 1n, Drift: 2n, Emergency: 3n, Continuation: 4n, Marking: 5n } as const;
export const Blocker = {
  None: 0n,
  Halted: 1n,
  Cost: 2n,
  Increase: 3n,
  Reduction: 4n,
  Policy: 5n,
  Refused: 6n,
} as const;
export const Phase = { Active: 0n, Unfinished: 1n, Settled: 2n } as const;
export const Status = { Open: 0n, Failing: 1n, Halted: 2n, Expired: 3n } as const;
export const Health = { Live: 0n, VenueHalted: 1n, PriceInvalid: 2n, WipedOut: 3n, Settled: 4n } as const;
