/** `npm run status`: every market and token, and what an account holds. */
import { chainCommand, output, runWithTools, type ChainOptions } from "./support/cli.js";

interface Options extends ChainOptions {
  account?: string;
}

const program = chainCommand("status", "Show markets and tokens: price, NAV, leverage, next rebalance.").option(
  "--account <index>",
  "also show what this account holds",
);

await runWithTools(program, async (tools) => {
  const options = program.opts<Options>();
  const { exact, money, pc, shares, table, times } = tools;
  const session = await tools.openSession(options);
  const { system } = session;
  const address = options.account === undefined ? undefined : await session.wallet(options.account).getAddress();
  const [markets, { tokens, timestamp }, account] = await Promise.all([
    tools.readMarkets(system),
    tools.readTokens(system),
    address === undefined ? undefined : tools.readAccount(system, address),
  ]);

  const data = {
    chainId: system.deployment.chainId,
    time: Number(timestamp),
    markets: markets.map((market) =>
      market.status === "live"
        ? { market: market.name, price: exact(market.price), updatedAt: Number(market.updatedAt) }
        : { market: market.name, price: null, error: market.error.message },
    ),
    tokens: tokens.map((token) => tools.tokenJson(token, system.collateral)),
    ...(account === undefined
      ? {}
      : {
          account: {
            address: account.address,
            native: exact(account.native),
            collateral: exact(account.collateral, system.collateral.decimals),
            shares: Object.fromEntries(Object.entries(account.shares).map(([symbol, held]) => [symbol, exact(held)])),
          },
        }),
  };

  output(options, data, () => {
    const lines = [pc.dim(`Chain ${String(data.chainId)}, ${tools.formatTime(timestamp)}`)];
    for (const market of markets) {
      lines.push(
        market.status === "live"
          ? `${pc.bold(market.name)} ${tools.dollars(market.price)}${pc.dim(`, ${tools.formatDuration(timestamp > market.updatedAt ? timestamp - market.updatedAt : 0n)} old`)}`
          : `${pc.bold(market.name)} ${pc.red(market.error.message)}`,
      );
    }
    const rows = tokens.map((token) => [
      token.symbol,
      token.health === "PriceInvalid" ? "-" : tools.formatDecimal(token.nav, 18, 4),
      times(token.targetLeverage),
      token.leverage === 0n ? "-" : times(token.leverage),
      token.health === "PriceInvalid" ? "-" : money(token.equity, system.collateral),
      tools.formatDecimal(token.totalSupply, 18, 4),
      token.totalSupply === 0n || token.health === "PriceInvalid" ? "-" : tools.due(token, timestamp),
      tools.health(token),
    ]);
    lines.push("", table(["Token", "NAV", "Target", "Leverage", "Equity", "Supply", "Rebalance", "State"], rows));
    if (account !== undefined) {
      lines.push("", `Account ${options.account ?? ""} ${pc.dim(account.address)}`);
      lines.push(`  ${money(account.collateral, system.collateral)}`);
      for (const token of tokens) {
        const held = account.shares[token.symbol];
        if (held === undefined) continue;
        const value = tools.dollars((held * token.nav) / 10n ** 18n);
        lines.push(`  ${shares(held, token.symbol)}${pc.dim(` worth ${value}`)}`);
      }
    }
    return lines.join("\n");
  });
});
