import { defaultDeploymentFile, loadDeployment } from "../../src/deploy/deploymentFile.js";
import {
  createLogger,
  environmentSecrets,
  keyForms,
  openWallet,
  readSettings,
  runKeeper,
  type Counters,
} from "../../src/keeper/index.js";

/** Runs the keeper with this process' flags, environment and signals. */
export async function startKeeper({ config, ...flags }: { config?: string } & Record<string, unknown>): Promise<void> {
  const { env } = process;
  const settings = await readSettings(flags, env, config);
  const secrets = environmentSecrets(env);
  const log = await createLogger(settings, secrets);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      log.info({ signal: name }, "Stopping");
      stop.abort();
      // Who asks twice does not want to wait.
      process.once(name, () => process.exit(1));
    });
  }
  const counters = await runKeeper(settings, {
    log,
    signal: stop.signal,
    loadDeployment: (chainId) => loadDeployment(settings.deployment ?? defaultDeploymentFile(chainId)),
    openWallet: async (chainId) => {
      const wallet = await openWallet(settings, env, chainId);
      if (wallet !== undefined) secrets.push(...keyForms(wallet.privateKey));
      return wallet;
    },
    onReady: ({ address, chainId, endpoints, metricsUrl, tokens }) => {
      const where = { chainId, endpoints, wallet: address ?? "none" };
      log.info(where, `Watching ${String(tokens)} tokens${settings.dryRun ? ", sending nothing" : ""}`);
      if (metricsUrl !== undefined) log.info(`Serving /metrics and /healthz at ${metricsUrl}`);
    },
  });
  log.info(summary(counters), "Stopped");
  log.flush();
}

function summary({ ticks, sent, rebalances, outcomes, gasUsed }: Readonly<Counters>) {
  return { looks: ticks, transactions: sent, rebalances, wasted: outcomes.wasted, gas: Number(gasUsed) };
}
