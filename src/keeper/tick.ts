import { watchTokens } from "../sdk/index.js";
import { act } from "./act.js";
import type { Sighting } from "./chain/Heads.js";
import { orderDue } from "./decide/orderDue.js";
import type { Keeper } from "./Keeper.js";
import { reportChange } from "./operate/reportChange.js";
import { readNonce } from "./send/readNonce.js";

/** One look at all tokens, and what follows from it. Everything that is read comes in one batch. */
export async function tick(keeper: Keeper, { head, verdict }: Sighting, isStopping: boolean): Promise<void> {
  const { clock, log, names, records, provider, wallet } = keeper;
  const started = clock.now();
  if (verdict === "reorg") {
    keeper.isNonceUnknown = true;
    log.warn({ block: head.number }, "The chain went to another branch: reading everything again");
  }
  const isAsking = wallet !== undefined && (keeper.inFlight !== undefined || keeper.isNonceUnknown);
  const [{ tokens, timestamp }, nonce] = await Promise.all([
    watchTokens(keeper.system, { blockTag: head.number, expected: keeper.tokenCount }),
    isAsking ? readNonce(provider, wallet.address, keeper.inFlight) : undefined,
  ]);
  keeper.tokenCount = tokens.length;
  await names.learn(tokens.map(({ address }) => address));
  for (const token of tokens) {
    const name = names.of(token.address);
    const change = keeper.tokens.show(name, token, timestamp, started);
    if (change !== undefined) reportChange(log, name, token, change);
  }
  records.metrics.inFlight.set(keeper.inFlight === undefined ? 0 : (started - keeper.inFlight.takenAt) / 1_000);
  log.debug({ block: head.number, tokens: tokens.length }, "Looked at all tokens");
  const ripe = keeper.patience.ripe(orderDue(tokens, timestamp), head.number);
  await act(keeper, { block: head.number, due: isStopping ? [] : ripe, nonce, isStopping });
  records.tick(started);
}
