import { formatEther } from "ethers";
import type { Keeper } from "./Keeper.js";
import { toNumber } from "./operate/triggerDistance.js";

/** {ms} */
const INTERVAL = 60_000;

/** Shows what the wallet holds, and says once when that becomes little. */
export async function watchBalance(
  { clock, log, provider, records, settings, wallet }: Keeper,
  signal: AbortSignal,
): Promise<void> {
  if (wallet === undefined) return;
  let isLow = false;
  while (!signal.aborted) {
    try {
      const balance = await provider.getBalance(wallet.address);
      records.metrics.balance.set(toNumber(balance));
      const wasLow = isLow;
      isLow = balance < settings.minBalance;
      if (isLow && !wasLow) {
        log.warn({ wallet: wallet.address, balance: formatEther(balance) }, "The wallet holds little: send it more");
      }
    } catch {
      // The look at the tokens says it when endpoints fail.
    }
    await clock.sleep(INTERVAL, signal);
  }
}
