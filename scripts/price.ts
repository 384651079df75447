/** `npm run price`: set or move the price of a mock feed, and see what that does to the tokens. */
import { chainCommand, output, runWithTools, UsageError, type ChainOptions } from "./support/cli.js";

interface Options extends ChainOptions {
  market: string;
  set?: string;
  move?: string;
}

/** Feeds of ours keep an answer in 128 bits. */
const MAX_ANSWER = 2n ** 127n - 1n;

const program = chainCommand("price", "Set or move a market's price on a local node.")
  .requiredOption("--market <name>", "which market, for example BTC")
  .option("--set <price>", "the new price in USD, for example 65000")
  .option("--move <percent>", "move the price, for example -5%");

await runWithTools(program, async (tools) => {
  const options = program.opts<Options>();
  if ((options.set === undefined) === (options.move === undefined)) {
    throw new UsageError("Say either --set PRICE or --move PERCENT, for example --set 65000 or --move -5%.");
  }
  const session = await tools.openSession(options);
  const { system } = session;
  const { market, decimals, answer } = await tools.readMockFeed(system, options.market);
  const price =
    options.set === undefined
      ? tools.movedBy(answer, tools.parsePercent(options.move ?? "", 18, "move"))
      : tools.parsePositive(options.set, decimals, "price");
  if (price <= 0n) throw new UsageError("The price would not be above zero: move it by more than -100%.");

  if (price > MAX_ANSWER) throw new UsageError("The price is larger than a feed can answer: use a smaller one.");

  const owner = await tools.feedOwner(session, market);
  const { hash } = await tools.execute(await tools.prepareFeedPrice(system, market, price), owner);

  const { tokens, timestamp } = await tools.readTokens(system);
  const held = tokens.filter((token) => token.market === market && token.totalSupply > 0n);
  const data = {
    status: "succeeded",
    market,
    from: tools.exact(answer, decimals),
    to: tools.exact(price, decimals),
    tokens: held.map((token) => tools.tokenJson(token, system.collateral)),
    hash,
  };
  output(options, data, () => {
    const show = (value: bigint) => `$${tools.formatDecimal(value, decimals)}`;
    const lines = [`${tools.pc.bold(market)} ${show(answer)} -> ${tools.pc.bold(show(price))}`];
    for (const token of held) {
      if (token.health === "Live") lines.push(`  ${tools.summary(token, timestamp)}`);
      else lines.push(`  ${token.symbol}: ${tools.health(token)}`);
    }
    return lines.join("\n");
  });
});
