/** `npm run node`: a local node with everything deployed and funded, which stays up. */
import pc from "picocolors";
import { LOCAL_HOST } from "../src/local/host.js";
import { build } from "./support/build.js";
import { requireFreePort } from "./support/requireFreePort.js";
import { command, output, run, type CommonOptions } from "./support/cli.js";
import { parsePort } from "./support/parsePort.js";

interface Options extends CommonOptions {
  port: string;
  parameters: string;
  deployment?: string;
}

const program = command("node", "Start a local node with the system deployed, accounts funded and prices kept fresh.")
  .option("--port <number>", "port to listen on", "8545")
  .option("--parameters <file>", "what to deploy", "ignition/parameters/local.json")
  .option("--deployment <file>", "where to export addresses to (default: deployments/31337.json)");

await run(program, async () => {
  const options = program.opts<Options>();
  const port = parsePort(options.port);
  await requireFreePort(port, LOCAL_HOST);
  await build();
  const { startLocalNode } = await import("../src/local/startLocalNode.js");
  const { saveDeployment } = await import("../src/deploy/deploymentFile.js");
  const { readParameters } = await import("../src/deploy/readParameters.js");
  const { LOCAL_MNEMONIC } = await import("../src/sdk/index.js");
  const node = await startLocalNode(port, await readParameters(options.parameters));
  const { deployment } = node.system;
  const file = await saveDeployment(deployment, options.deployment);

  output(options, { url: node.url, chainId: deployment.chainId, accounts: node.accounts, file, deployment }, () => {
    const flags = port === 8545 ? "" : ` --rpc ${node.url}`;
    const where = options.deployment === undefined ? "" : ` --deployment ${options.deployment}`;
    const next = (name: string, rest: string) =>
      [`  npm run ${name}`, `${rest}${flags}${where}`].filter(Boolean).join(" --");
    return [
      `${pc.bold("Local node")} at ${pc.bold(node.url)}, chain ${String(deployment.chainId)}`,
      "",
      pc.bold(`Accounts, each with 1,000,000 mock ${node.system.collateral.symbol} and 10,000 ETH`),
      ...node.accounts.map((address, index) => `  ${String(index)} ${address}`),
      pc.dim(`  of the public mnemonic "${LOCAL_MNEMONIC}": never send them real money`),
      "",
      pc.bold("Contracts"),
      ...Object.entries({
        factory: deployment.factory,
        lens: deployment.lens,
        upkeep: deployment.upkeep,
        router: deployment.router,
        venue: deployment.venue,
        [node.system.collateral.symbol]: deployment.collateral,
        ...deployment.tokens,
      }).map(([name, address]) => `  ${name.padEnd(8)} ${address}`),
      pc.dim(`  exported to ${file}`),
      "",
      pc.bold("Now type, in another terminal"),
      next("status", ""),
      next("mint", " --token BTC3L --amount 1000 --account 1"),
      next("price", " --market BTC --move -5%"),
      next("time", " --forward 1d"),
      next("rebalance", " --token BTC3L"),
      next("redeem", " --token BTC3L --shares all --account 1"),
      "",
      "Stop with Ctrl-C.",
    ].join("\n");
  });

  const stop = () => {
    // Open connections of other programs must not keep it alive.
    setTimeout(() => process.exit(0), 500).unref();
    void node.close().finally(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
});
