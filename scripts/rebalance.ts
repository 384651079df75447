/** `npm run rebalance`: trade a token back to its target, if that is due. */
import { chainCommand, output, runWithTools, type ChainOptions } from "./support/cli.js";

interface Options extends ChainOptions {
  token: string;
  account: string;
}

const program = chainCommand("rebalance", "Rebalance a token if that is due; anyone may.")
  .requiredOption("--token <symbol>", "which token, for example BTC3L")
  .option("--account <index>", "which of the node's accounts sends it, and receives the tip if there is one", "0");

await runWithTools(program, async (tools) => {
  const options = program.opts<Options>();
  const { exact, money, pc, times } = tools;
  const session = await tools.openSession(options);
  const { system } = session;
  const { collateral } = system;
  const prepared = await tools.prepareRebalance(system, options.token);
  const { token } = prepared;

  if (prepared.status === "not-due") {
    const { dueAt, leverage, targetLeverage, isEmpty } = prepared;
    const data = { status: "not-due", token, dueAt: Number(dueAt), leverage: exact(leverage) };
    output(options, data, () =>
      isEmpty
        ? `${token} is not due: nobody holds it, so there is nothing to trade`
        : [
            `${token} is not due: leverage ${times(leverage)}, target ${times(targetLeverage)}`,
            `  the next rebalance by time is at ${tools.formatTime(dueAt)}, an earlier one when leverage leaves its band`,
          ].join("\n"),
    );
    return;
  }
  if (prepared.status === "blocked") {
    const { blocker, since, dueAt } = prepared;
    const data = { status: "blocked", token, blocker, since: Number(since), dueAt: Number(dueAt) };
    output(options, data, () =>
      [
        `${pc.yellow(`${token} is blocked`)} since ${tools.formatTime(since)}: ${tools.BLOCKER_WORDS[blocker]}`,
        `  a call is useful again at ${tools.formatTime(dueAt)}`,
      ].join("\n"),
    );
    return;
  }

  const wallet = session.wallet(options.account);
  const before = await tools.readToken(system, token);
  const { hash, outcome } = await tools.execute(prepared, wallet);
  if (outcome.action === "Settle") {
    const assets = exact(outcome.assets, collateral.decimals);
    output(options, { status: "settled", token, assets, hash }, () =>
      [
        `${pc.red(`${token} is settled for good`)}: the move was larger than its leverage could bear`,
        `  left for its holders: ${money(outcome.assets, collateral)}`,
      ].join("\n"),
    );
    return;
  }

  if (outcome.action === "Blocked") {
    const { blocker, since } = outcome;
    output(options, { status: "blocked", token, blocker, since: Number(since), hash }, () =>
      [
        `${pc.yellow(`${token} is blocked`)} since ${tools.formatTime(since)}: ${tools.BLOCKER_WORDS[blocker]}`,
        "  the token has taken note of it: the bounds of a reduction widen from then on",
      ].join("\n"),
    );
    return;
  }

  const after = await tools.readToken(system, token);
  const data = {
    status: "succeeded",
    token,
    reason: outcome.reason,
    complete: outcome.complete,
    sizeDelta: exact(outcome.sizeDelta),
    price: exact(outcome.price),
    tradingCost: exact(outcome.cost, collateral.decimals),
    tip: exact(outcome.tip, collateral.decimals),
    leverageBefore: exact(before.leverage),
    leverage: exact(after.leverage),
    nav: exact(after.nav),
    hash,
  };
  output(options, data, () => {
    const size = outcome.sizeDelta < 0n ? -outcome.sizeDelta : outcome.sizeDelta;
    const traded = `${outcome.sizeDelta < 0n ? "sold" : "bought"} ${tools.base(size, after.market)}`;
    const worth = tools.dollars((size * outcome.price) / 10n ** 18n);
    const rest = outcome.complete ? "" : ", more to come";
    return [
      `${pc.bold(token)} rebalanced (${outcome.reason}): ${traded} at ${tools.dollars(outcome.price)}, ${worth} in all${rest}`,
      `  leverage ${times(before.leverage)} -> ${pc.bold(times(after.leverage))}, target ${times(after.targetLeverage)}`,
      `  trading cost ${money(outcome.cost, collateral)}, tip ${money(outcome.tip, collateral)}, NAV ${tools.formatDecimal(after.nav, 18, 4)}`,
      pc.dim(`  transaction ${hash}`),
    ].join("\n");
  });
});
