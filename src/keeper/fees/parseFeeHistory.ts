/** What `eth_feeHistory` tells, {wei/gas}. */
export interface FeeHistory {
  /** Of the block to come. */
  readonly nextBaseFee: bigint;
  /** What the blocks before paid on top, one reward each; those of empty blocks say nothing and are left out. */
  readonly rewards: readonly bigint[];
}

/** Reads the answer of `eth_feeHistory` with one percentile. */
export function parseFeeHistory(answer: unknown): FeeHistory {
  const { baseFeePerGas, reward, gasUsedRatio } = answer as Record<string, unknown>;
  const fees = (baseFeePerGas as string[]).map(BigInt);
  const rewards = ((reward ?? []) as string[][]).map(([value]) => BigInt(value ?? 0));
  const fullness = (gasUsedRatio ?? []) as number[];
  return { nextBaseFee: fees.at(-1) ?? 0n, rewards: rewards.filter((_, index) => (fullness[index] ?? 0) > 0) };
}
