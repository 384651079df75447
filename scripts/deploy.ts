/** `npm run deploy`: the whole system on any network of hardhat.config.ts, from a parameters file. */
import { saveDeployment } from "../src/deploy/deploymentFile.js";
import { readParameters } from "../src/deploy/readParameters.js";
import { build } from "./support/build.js";
import { command, output, run, UsageError, type CommonOptions } from "./support/cli.js";

interface Options extends CommonOptions {
  network: string;
  parameters: string;
  deployment?: string;
}

const program = command("deploy", "Deploy the whole system and export its addresses.")
  .option("--network <name>", "a network of hardhat.config.ts: localhost, remote", "localhost")
  .option("--parameters <file>", "what to deploy", "ignition/parameters/local.json")
  .option("--deployment <file>", "where to export to (default: deployments/<chain id>.json)");

await run(program, async () => {
  const options = program.opts<Options>();
  const { config, network } = await import("hardhat");
  const names = Object.keys(config.networks).filter((name) => config.networks[name]?.type === "http");
  if (!names.includes(options.network)) {
    throw new UsageError(`There is no network "${options.network}" to deploy to: choose one of ${names.join(", ")}.`);
  }
  const parameters = await readParameters(options.parameters);

  await build();
  const { deploySystem } = await import("../src/deploy/deploySystem.js");
  const connection = await network.create({ network: options.network });
  try {
    const deployment = await deploySystem(connection, parameters, {
      displayUi: options.json !== true && process.stdout.isTTY,
    });
    const file = await saveDeployment(deployment, options.deployment);
    output(options, deployment, () =>
      [
        `Deployed to ${options.network}, chain ${String(deployment.chainId)}`,
        `  factory ${deployment.factory}`,
        `  upkeep ${deployment.upkeep}`,
        ...Object.entries(deployment.tokens).map(([symbol, address]) => `  ${symbol} ${address}`),
        `Exported to ${file}`,
      ].join("\n"),
    );
  } finally {
    await connection.close();
  }
});
