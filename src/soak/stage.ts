import { parseUnits, type Signer } from "ethers";
import { readParameters } from "../deploy/readParameters.js";
import { type LocalNode, startLocalNode } from "../local/startLocalNode.js";
import { execute, parseDecimal, prepareMint } from "../sdk/index.js";

/** {s} Between two blocks. */
export const BLOCK = 1;
const LEVERAGES = ["3", "2.5", "2", "1.5", "1.25", "-1", "-1.5", "-2", "-2.5", "-3"];
/** {collateral} Whole units each token is given. */
const DEPOSIT = "10000";
const HOLDER = 1;
/** {1} WAD */
const ONE_PERCENT = 10n ** 16n;

/** A local node with twenty tokens, a position open in each, that makes a block every second and none else. */
export async function openStage(): Promise<LocalNode> {
  const parameters = await readParameters("ignition/parameters/local.json");
  const tokens = ["BTC", "ETH"].flatMap((market) =>
    LEVERAGES.map((leverage) => ({ market, leverage: parseDecimal(leverage, 18), initialNav: "1" })),
  );
  const node = await startLocalNode(0, { ...parameters, tokens });
  const holder = await node.provider.getSigner(HOLDER);
  for (const token of Object.keys(node.system.deployment.tokens)) await mint(node, token, holder);
  await node.provider.send("evm_setAutomine", [false]);
  await node.provider.send("evm_setIntervalMining", [BLOCK * 1_000]);
  return node;
}

async function mint({ system }: LocalNode, token: string, holder: Signer): Promise<void> {
  const assets = parseUnits(DEPOSIT, system.collateral.decimals);
  const order = { token, assets, account: await holder.getAddress(), slippage: ONE_PERCENT };
  const { approval } = await prepareMint(system, order);
  if (approval !== undefined) await execute(approval, holder);
  await execute(await prepareMint(system, order), holder);
}
