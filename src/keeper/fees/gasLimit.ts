/** {1e-2} Added to the estimate: by the next block a trade may be larger, or a slot cold. */
const MARGIN = 10n;

/**
 * {gas} What a transaction is given. The upkeep asks for what its tokens usually need and reverts with less, so the
 * estimate covers all of them.
 */
export function gasLimit(estimate: bigint): bigint {
  return (estimate * (100n + MARGIN)) / 100n;
}
