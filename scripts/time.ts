/** `npm run time`: move a local node's time; its prices stay fresh. */
import { chainCommand, output, runWithTools, UsageError, type ChainOptions } from "./support/cli.js";

interface Options extends ChainOptions {
  forward: string;
}

const program = chainCommand(
  "time",
  "Move a local node's time forward; prices stay as they are, and fresh.",
).requiredOption("--forward <duration>", "by how much, for example 90s, 30m, 12h, 1d");

await runWithTools(program, async (tools) => {
  const options = program.opts<Options>();
  const seconds = tools.parseDuration(options.forward, "duration");
  if (seconds === 0) throw new UsageError("Time would not move: give a duration above zero, for example --forward 1d.");
  const session = await tools.openSession(options);
  const { provider, system } = session;
  const time = await tools.forwardTime(provider, seconds);
  const markets = Object.keys(system.deployment.markets).filter((name) => system.deployment.markets[name]?.mockFeed);
  const [first] = markets;
  if (first !== undefined) await tools.republishPrices(system, await tools.feedOwner(session, first));

  const { tokens, timestamp } = await tools.readTokens(system);
  const due = tokens.filter(({ decision }) => decision.action !== "None").map(({ symbol }) => symbol);
  output(options, { status: "succeeded", time, forwarded: seconds, due }, () =>
    [
      `It is ${tools.pc.bold(tools.formatTime(timestamp))} now, ${tools.formatDuration(seconds)} later`,
      due.length === 0 ? "  no rebalance is due" : `  rebalance due: ${due.join(", ")}`,
    ].join("\n"),
  );
});
