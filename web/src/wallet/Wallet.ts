import type { Signer } from "ethers";
import type { ReadonlySignal } from "@preact/signals";

/** A wallet somebody has connected. */
export interface Wallet {
  readonly name: string;
  /** A wallet that exists for tries on a local chain only. */
  readonly isTest: boolean;
  /** Checksummed; undefined once the wallet has shut the page out. */
  readonly address: ReadonlySignal<string | undefined>;
  readonly chainId: ReadonlySignal<number>;
  /** Who signs now. */
  signer(): Promise<Signer>;
  /** Asks the wallet to change to that chain. */
  switchTo(chainId: number): Promise<void>;
  disconnect(): void;
}
