/** `npm run mint`: pay USDC, receive leveraged tokens at net asset value. */
import { confirmRisk } from "./support/confirmRisk.js";
import { chainCommand, output, runWithTools, type ChainOptions } from "./support/cli.js";

interface Options extends ChainOptions {
  token: string;
  amount: string;
  account: string;
  slippage: string;
  yes?: true;
}

const program = chainCommand("mint", "Mint a leveraged token for USDC at net asset value.")
  .requiredOption("--token <symbol>", "which token, for example BTC3L")
  .requiredOption("--amount <usdc>", "how much USDC to pay in")
  .option("--account <index>", "which of the node's accounts pays", "0")
  .option("--slippage <percent>", "accept at most this much less than previewed", "0.5%")
  .option("--yes", "accept the risk disclosure");

await runWithTools(program, async (tools) => {
  const options = program.opts<Options>();
  const { exact, money, pc, shares } = tools;
  const session = await tools.openSession(options);
  const { system } = session;
  const { collateral } = system;
  const wallet = session.wallet(options.account);
  const account = await wallet.getAddress();
  const token = tools.knownSymbol(system, options.token);
  const assets = tools.parsePositive(options.amount, collateral.decimals, "amount");
  const slippage = tools.parseFraction(options.slippage, "slippage");

  // Priced before anything is asked or sent, so that what cannot work fails first.
  const order = { token, assets, account, slippage };
  const { approval } = await tools.prepareMint(system, order);
  if (!(await tools.hasMinted(system, account))) await confirmRisk(tools.RISK_DISCLOSURE, options);
  if (approval !== undefined) await tools.execute(approval, wallet);
  const { hash, outcome } = await tools.execute(await tools.prepareMint(system, order), wallet);

  const { nav, leverage } = await tools.readToken(system, token);
  const data = {
    status: "succeeded",
    token,
    account,
    paid: exact(outcome.assets, collateral.decimals),
    shares: exact(outcome.shares),
    tradingCost: exact(outcome.cost, collateral.decimals),
    fee: exact(outcome.fee, collateral.decimals),
    nav: exact(nav),
    leverage: exact(leverage),
    hash,
  };
  output(options, data, () =>
    [
      `Minted ${pc.bold(shares(outcome.shares, token))} for ${money(outcome.assets, collateral)}`,
      `  of which trading cost ${money(outcome.cost, collateral)}, mint fee ${money(outcome.fee, collateral)}`,
      `  NAV ${tools.formatDecimal(nav, 18, 4)}, leverage ${tools.times(leverage)}`,
      pc.dim(`  account ${options.account} ${account}, transaction ${hash}`),
    ].join("\n"),
  );
});
