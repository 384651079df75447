import type { Wallet } from "ethers";
import type { RebalanceUpkeep } from "../../types/ethers-contracts/index.js";
import type { System } from "../sdk/index.js";
import type { Heads } from "./chain/Heads.js";
import type { Clock } from "./clock.js";
import type { Patience } from "./decide/Patience.js";
import type { Settings } from "./config/settings.js";
import type { Log } from "./operate/createLogger.js";
import type { Records } from "./operate/Records.js";
import type { FailoverProvider } from "./rpc/FailoverProvider.js";
import type { TokenRecords } from "./operate/TokenRecords.js";
import type { InFlight } from "./send/InFlight.js";
import type { Outcome } from "./send/outcomes.js";
import type { TokenNames } from "./TokenNames.js";

/** Everything a look at the tokens works with. */
export interface Keeper {
  readonly settings: Settings;
  readonly chainId: number;
  readonly provider: FailoverProvider;
  readonly heads: Heads;
  readonly system: System;
  readonly upkeep: RebalanceUpkeep;
  /** Undefined on a dry run without a key. */
  readonly wallet: Wallet | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly records: Records;
  readonly names: TokenNames;
  readonly tokens: TokenRecords;
  readonly patience: Patience;
  /** What could not be done with a due token when last tried, by address: said once. */
  readonly refusals: Map<string, Outcome>;
  /** Of the registry when last read: as many are asked for at once. */
  tokenCount: number;
  /** The lock: one transaction at a time. */
  inFlight: InFlight | undefined;
  /** Whether the wallet's nonces are to be looked at even with nothing to do: at the start and after a reorg. */
  isNonceUnknown: boolean;
}
