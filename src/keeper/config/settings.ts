import { z } from "zod";
import { address, coins, duration, flag, gwei, oneOf, port, positive, text, urls, wholeNumber } from "./values.js";

/**
 * Every setting, once: a key of the configuration file, `--key-in-kebab-case` as a flag, `KEEPER_KEY_IN_CAPITALS` in the
 * environment. The wallet's key and its password are not among them: they come from the environment or a file of their
 * own and nowhere else.
 */
export const settingsSchema = z.strictObject({
  rpc: urls.prefault("http://127.0.0.1:8545").describe("<url> endpoint; several for failover, the preferred one first"),
  deployment: text.optional().describe("<file> where the contracts are (default: deployments/<chain id>.json)"),
  keystore: text
    .optional()
    .describe("<file> encrypted keystore of the wallet; its password from KEEPER_PASSWORD or --password-file"),
  passwordFile: text.optional().describe("<file> holds the keystore's password"),
  account: wholeNumber(0, 9).optional().describe("<index> on a local node: which of its accounts (default: 9)"),

  once: flag.prefault(false).describe("look once, do what is due, and end"),
  dryRun: flag.prefault(false).describe("say what would be done, and send nothing"),

  poll: duration.prefault("1s").describe("<duration> how often to look for a new block"),
  interval: duration.prefault("15s").describe("<duration> look at the tokens this often even when no block comes"),
  requestTimeout: duration.prefault("5s").describe("<duration> how long an endpoint may take to answer"),
  maxHeadAge: duration
    .optional()
    .describe("<duration> an endpoint with an older head is not followed (default: 2m; on a local node no limit)"),
  maxLag: wholeNumber(0, 1_000).prefault(2).describe("<blocks> an endpoint farther behind the others is not asked"),

  maxFee: gwei.prefault("100").describe("<gwei> most offered per gas"),
  emergencyMaxFee: gwei.prefault("500").describe("<gwei> the same when an emergency is due"),
  minPriorityFee: gwei.prefault("0.1").describe("<gwei> least offered on top of the base fee"),
  stuckAfter: duration.prefault("30s").describe("<duration> replace a transaction that is in no block after this long"),
  stuckBlocks: wholeNumber(1, 1_000).prefault(3).describe("<blocks> or after this many blocks"),
  patience: wholeNumber(0, 1_000)
    .prefault(0)
    .describe("<blocks> leave what is due to other keepers for this long; for a second keeper beside a first"),
  batch: wholeNumber(1, 20).prefault(20).describe("<number> most tokens of one transaction"),
  minBalance: coins.prefault("0.01").describe("<coins> warn when the wallet holds less"),
  tipReceiver: address.optional().describe("<address> who is sent tips (default: the wallet)"),
  minTipRatio: positive
    .optional()
    .describe("<ratio> leave an emergency whose tip is worth less than this many times its gas"),
  nativePrice: positive.optional().describe("<price> of the chain's own coin in collateral; needed by --min-tip-ratio"),

  metricsPort: port.prefault(9464).describe('<port> of /metrics and /healthz; 0 for any, "off" for none'),
  metricsHost: text.prefault("127.0.0.1").describe("<host> they listen on"),
  unhealthyAfter: duration
    .prefault("60s")
    .describe("<duration> /healthz is 503 when the last successful look is older"),
  shutdownTimeout: duration
    .prefault("30s")
    .describe("<duration> how long to wait for the transaction in flight when stopped"),
  logLevel: oneOf("trace", "debug", "info", "warn", "error")
    .prefault("info")
    .describe("<level> trace, debug, info, warn or error"),
  logFormat: oneOf("auto", "pretty", "json")
    .prefault("auto")
    .describe("<format> pretty, json, or auto: pretty on a terminal"),
});

/** How the keeper runs: durations in {ms}, fees in {wei/gas}. */
export type Settings = Readonly<z.output<typeof settingsSchema>>;
export type SettingKey = keyof Settings;

export const SETTING_KEYS = Object.keys(settingsSchema.shape) as readonly SettingKey[];
