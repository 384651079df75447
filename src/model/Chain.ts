import { attempt, ModelRevert, type Value } from "./ModelRevert.js";

/** An account or contract. Any text that tells one from the other; on chain it is the address. */
export type Address = string;

/** What a contract emitted. */
export interface ModelEvent {
  readonly emitter: Address;
  readonly name: string;
  /** In the order of the contract's declaration, indexed ones included. */
  readonly values: readonly Value[];
}

/**
 * What the contracts share of a chain: the time, the log, and that a call which fails leaves no trace. State lives in small
 * records, about one a storage slot; whoever changes one calls {@link keep} or {@link write}, so that it can be put back.
 */
export class Chain {
  /** The log, oldest first; only ever filled while {@link isLogging}. */
  readonly events: ModelEvent[] = [];
  /** Whether events are kept. A long run that never reads them does without. */
  isLogging = true;

  private readonly kept: { readonly record: object; readonly before: object }[] = [];
  private isInCall = false;

  /** @param now {s} Time of the current block, UTC. */
  constructor(public now: bigint) {}

  /** Runs a call; when it throws, everything is as it was. A call inside a call is part of the outer one. */
  transact<T>(call: () => T): T {
    if (this.isInCall) return call();
    this.isInCall = true;
    try {
      return this._revertible(call);
    } finally {
      this.kept.length = 0;
      this.isInCall = false;
    }
  }

  /** What Solidity's `try` does inside a call: `undefined` when `call` reverts, which then has left no trace. */
  tryCall<T extends object>(call: () => T): T | undefined {
    return attempt(() => this._revertible(call));
  }

  /** The name of the error that a call inside a call reverts with, which then has left no trace; undefined where it does not. */
  errorOf(call: () => void): string | undefined {
    try {
      this._revertible(call);
      return undefined;
    } catch (error) {
      if (error instanceof ModelRevert) return error.error;
      throw error;
    }
  }

  /** Remembers `record` as it is; it may then be changed. */
  keep<T extends object>(record: T): T {
    if (this.isInCall) this.kept.push({ record, before: { ...record } });
    return record;
  }

  /** Changes `record` to `values`. */
  write<T extends object>(record: T, values: Partial<T>): void {
    Object.assign(this.keep(record), values);
  }

  emit(emitter: Address, name: string, ...values: Value[]): void {
    if (this.isLogging) this.events.push({ emitter, name, values });
  }

  private _revertible<T>(call: () => T): T {
    const [kept, logged] = [this.kept.length, this.events.length];
    try {
      return call();
    } catch (error) {
      for (const { record, before } of this.kept.splice(kept).reverse()) Object.assign(record, before);
      this.events.length = logged;
      throw error;
    }
  }
}
