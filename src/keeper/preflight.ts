import type { JsonRpcApiProvider, Wallet } from "ethers";
import { connectSystem, readMarkets, type Deployment, type System } from "../sdk/index.js";
import type { Settings } from "./config/settings.js";
import type { Log } from "./operate/createLogger.js";
import { PreflightError } from "./PreflightError.js";

export interface PreflightContext {
  readonly provider: JsonRpcApiProvider;
  readonly deployment: Deployment;
  readonly wallet: Wallet | undefined;
  readonly settings: Settings;
  readonly log: Log;
}

/** Checks everything that would only fail later, and says what to mend. What may mend itself is a warning. */
export async function preflight({ provider, deployment, wallet, settings, log }: PreflightContext): Promise<System> {
  const system = await connectSystem(provider, deployment);
  if ((await system.upkeep.factory()) !== deployment.factory) {
    throw new PreflightError(
      `The upkeep ${deployment.upkeep} looks after another factory: name the deployment file it belongs to with --deployment.`,
    );
  }
  if (wallet !== undefined && !settings.dryRun) {
    const balance = await provider.getBalance(wallet.address);
    if (balance === 0n) {
      throw new PreflightError(
        `The wallet ${wallet.address} is empty: send it some of the chain's own coin to pay for gas, or use --dry-run.`,
      );
    }
  }
  for (const market of await readMarkets(system)) {
    if (market.status === "live") continue;
    log.warn(
      { market: market.name, reason: market.error.message },
      `${market.name} has no valid price: waiting for one`,
    );
  }
  return system;
}
