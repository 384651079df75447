/** `npm run web`: serves the wallet page for a node, and builds it first where it is missing or old. */
import { LOCAL_HOST } from "../src/local/host.js";
import { build } from "./support/build.js";
import { chainCommand, output, run, type ChainOptions } from "./support/cli.js";
import { parsePort } from "./support/parsePort.js";
import { requireFreePort } from "./support/requireFreePort.js";

interface Options extends ChainOptions {
  port: string;
}

const program = chainCommand("web", "Serve the wallet page for a running node.").option(
  "--port <number>",
  "port to listen on",
  "4173",
);

await run(program, async () => {
  const options = program.opts<Options>();
  const port = parsePort(options.port);
  await requireFreePort(port, LOCAL_HOST);
  await build();
  const { openProvider } = await import("../src/sdk/index.js");
  const { defaultDeploymentFile, loadDeployment } = await import("../src/deploy/deploymentFile.js");
  const { buildPage, isPageStale } = await import("../web/server/buildPage.js");
  const { servePage } = await import("../web/server/servePage.js");

  const provider = await openProvider(options.rpc);
  const { chainId } = await provider.getNetwork();
  provider.destroy();
  const deployment = options.deployment ?? defaultDeploymentFile(chainId);
  await loadDeployment(deployment);
  if (await isPageStale()) {
    console.error("Building the page ...");
    await buildPage();
  }
  const page = await servePage({ host: LOCAL_HOST, port, rpc: options.rpc, deployment });
  output(options, { url: page.url, chainId: Number(chainId) }, () =>
    [
      `Open ${page.url} in a browser.`,
      "Without a wallet extension, choose the local test wallet there.",
      "Stop with Ctrl-C.",
    ].join("\n"),
  );

  const stop = () => void page.close().finally(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
});
