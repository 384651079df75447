/** `npm run redeem`: return leveraged tokens, receive USDC at net asset value. */
import { chainCommand, output, runWithTools, type ChainOptions } from "./support/cli.js";

interface Options extends ChainOptions {
  token: string;
  shares: string;
  account: string;
  slippage: string;
}

const program = chainCommand("redeem", "Redeem a leveraged token for USDC at net asset value.")
  .requiredOption("--token <symbol>", "which token, for example BTC3L")
  .requiredOption("--shares <number>", 'how many tokens, or "all"')
  .option("--account <index>", "which of the node's accounts redeems", "0")
  .option("--slippage <percent>", "accept at most this much less than previewed", "0.5%");

await runWithTools(program, async (tools) => {
  const options = program.opts<Options>();
  const { exact, money, pc, shares } = tools;
  const session = await tools.openSession(options);
  const { system } = session;
  const { collateral } = system;
  const wallet = session.wallet(options.account);
  const account = await wallet.getAddress();
  const order = {
    token: tools.knownSymbol(system, options.token),
    shares: options.shares === "all" ? ("all" as const) : tools.parsePositive(options.shares, 18, "number of shares"),
    account,
    slippage: tools.parseFraction(options.slippage, "slippage"),
  };

  const prepared = await tools.prepareRedeem(system, order);
  const { hash, outcome } = await tools.execute(prepared, wallet);
  const balance = await collateral.contract.balanceOf(account);
  const data = {
    status: "succeeded",
    token: prepared.token,
    account,
    shares: exact(outcome.shares),
    received: exact(outcome.assets, collateral.decimals),
    tradingCost: exact(outcome.cost, collateral.decimals),
    fee: exact(outcome.fee, collateral.decimals),
    balance: exact(balance, collateral.decimals),
    hash,
  };
  output(options, data, () =>
    [
      `Redeemed ${shares(outcome.shares, prepared.token)} for ${pc.bold(money(outcome.assets, collateral))}`,
      `  after trading cost ${money(outcome.cost, collateral)} and redeem fee ${money(outcome.fee, collateral)}`,
      `  the account now holds ${money(balance, collateral)}`,
      pc.dim(`  account ${options.account} ${account}, transaction ${hash}`),
    ].join("\n"),
  );
});
