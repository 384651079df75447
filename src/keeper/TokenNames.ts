import { ILeveragedToken__factory } from "../../types/ethers-contracts/index.js";
import type { System } from "../sdk/index.js";

/** Symbols by address. Those created after the deployment file was written are asked for once. */
export class TokenNames {
  readonly #system: System;
  readonly #symbols: Map<string, string>;

  constructor(system: System) {
    this.#system = system;
    this.#symbols = new Map(Object.entries(system.deployment.tokens).map(([symbol, address]) => [address, symbol]));
  }

  /** The symbol, or the address while nobody has said. */
  of(address: string): string {
    return this.#symbols.get(address) ?? address;
  }

  async learn(addresses: readonly string[]): Promise<void> {
    const unknown = addresses.filter((address) => !this.#symbols.has(address));
    await Promise.all(
      unknown.map(async (address) => {
        const symbol = await ILeveragedToken__factory.connect(address, this.#system.provider).symbol();
        this.#symbols.set(address, symbol);
      }),
    );
  }
}
