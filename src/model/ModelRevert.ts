/** A value of an error or event: as ethers would decode it, a struct as the list of its fields. */
export type Value = bigint | string | boolean | readonly Value[];

/** A call that the contracts would revert: the error's name and values are those on chain. */
export class ModelRevert extends Error {
  override readonly name = "ModelRevert";

  /**
   * @param error Name of the contract's custom error, or `Panic`.
   * @param values Its values in order.
   */
  constructor(
    readonly error: string,
    readonly values: readonly Value[] = [],
  ) {
    super(`${error}(${values.map(String).join(", ")})`);
  }
}

/** What Solidity's `try` does: `undefined` when `read` reverts. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ModelRevert) return undefined;
    throw error;
  }
}
