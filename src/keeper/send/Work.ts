import type { WatchedToken } from "../../sdk/index.js";

/** A transaction worth sending: a simulation has shown that it does something. */
export interface Work {
  readonly tokens: readonly WatchedToken[];
  readonly to: string;
  readonly data: string;
  /** {gas} */
  readonly gasLimit: bigint;
}
