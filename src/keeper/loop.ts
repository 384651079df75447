import type { Sighting } from "./chain/Heads.js";
import type { Keeper } from "./Keeper.js";
import { errorClass } from "./operate/errorClass.js";
import { tick } from "./tick.js";

/** Why to look at the tokens now. */
interface Seen {
  readonly hash: string | undefined;
  /** {ms} */
  readonly at: number;
}

/**
 * Looks at the tokens at every new block, after every interval without one, and at once when the wallet's nonce has become
 * unclear, until `signal` says stop. A look that fails is counted, said and tried again.
 */
export async function loop(keeper: Keeper, signal: AbortSignal): Promise<void> {
  const { clock, settings } = keeper;
  let seen: Seen = { hash: undefined, at: -Infinity };
  const outages = new Outages(keeper);
  while (!signal.aborted) {
    seen = await outages.guard(seen, (sighting) => lookAgain(keeper, sighting, seen));
    if (settings.once && keeper.inFlight === undefined) return;
    await clock.sleep(settings.poll, signal);
  }
}

/** Waits for the transaction in flight, as long as the settings allow. Nothing new is begun. */
export async function finish(keeper: Keeper): Promise<void> {
  const { clock, heads, log, records, settings } = keeper;
  const deadline = clock.now() + settings.shutdownTimeout;
  if (keeper.inFlight === undefined) return;
  log.info({ nonce: keeper.inFlight.nonce }, "Waiting for the transaction in flight");
  while (clock.now() < deadline) {
    try {
      await tick(keeper, await heads.look(), true);
    } catch (error) {
      records.failedTick(error);
    }
    if (!isBusy(keeper)) return;
    await clock.sleep(settings.poll);
  }
  log.warn({ nonce: keeper.inFlight.nonce }, "Ending with a transaction still waiting: the next start takes it over");
}

/** What a look may have changed. */
function isBusy({ inFlight }: Keeper): boolean {
  return inFlight !== undefined;
}

async function lookAgain(keeper: Keeper, sighting: Sighting, seen: Seen): Promise<Seen> {
  const { clock, isNonceUnknown, records, settings } = keeper;
  records.sighting(sighting);
  const { hash } = sighting.head;
  const isDue = clock.now() - seen.at >= settings.interval;
  if (hash === seen.hash && !isDue && !isNonceUnknown) return seen;
  await tick(keeper, sighting, false);
  return { hash, at: clock.now() };
}

/** Says once when looking begins to fail, and once when it works again. */
class Outages {
  readonly #keeper: Keeper;
  #said: string | undefined;

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
  }

  async guard(seen: Seen, look: (sighting: Sighting) => Promise<Seen>): Promise<Seen> {
    const { heads, log, records } = this.#keeper;
    try {
      const next = await look(await heads.look());
      if (this.#said !== undefined) log.info("All is well again");
      this.#said = undefined;
      return next;
    } catch (error) {
      records.failedTick(error);
      // Whoever looks once must know that the look failed.
      if (this.#keeper.settings.once) throw error;
      const kind = errorClass(error);
      const message = error instanceof Error ? error.message : String(error);
      if (kind === this.#said) log.debug({ class: kind }, message);
      else log.error({ class: kind }, message);
      this.#said = kind;
      // Whatever was begun, the chain has the last word on it.
      this.#keeper.isNonceUnknown = true;
      return seen;
    }
  }
}
