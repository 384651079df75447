import type { JsonRpcProvider } from "ethers";

/** What a wallet's transactions came to, read from the chain alone. */
export interface WalletRecord {
  readonly address: string;
  readonly transactions: number;
  /** Those that reverted, and those that rebalanced nothing. */
  readonly wasted: number;
  /** Whether its nonces follow each other, and nothing waits behind a gap. */
  readonly hasGap: boolean;
}

/** Reads every transaction of `address` in the blocks from `first` to `last`. */
export async function readWallet(
  provider: JsonRpcProvider,
  address: string,
  [first, last]: readonly [number, number],
  didWork: (logs: readonly { topics: readonly string[]; data: string; address: string }[]) => boolean,
): Promise<WalletRecord> {
  const nonces: number[] = [];
  let wasted = 0;
  for (let number = first; number <= last; number++) {
    const block = await provider.getBlock(number, true);
    for (const transaction of block?.prefetchedTransactions ?? []) {
      if (transaction.from !== address) continue;
      nonces.push(transaction.nonce);
      const receipt = await provider.getTransactionReceipt(transaction.hash);
      if (receipt?.status !== 1 || !didWork(receipt.logs)) wasted += 1;
    }
  }
  const [latest, pending] = await Promise.all([
    provider.getTransactionCount(address, "latest"),
    provider.getTransactionCount(address, "pending"),
  ]);
  const isInOrder = nonces.every((nonce, index) => nonce === latest - nonces.length + index);
  return { address, transactions: nonces.length, wasted, hasGap: !isInOrder || pending !== latest };
}
