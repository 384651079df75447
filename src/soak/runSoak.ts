import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { saveDeployment } from "../deploy/deploymentFile.js";
import { FaultProxy } from "../faults/FaultProxy.js";
import { type Check, checkAlone, checkWork } from "./checks.js";
import { Director } from "./Director.js";
import { type KeeperPlan, type PhaseResult, runPhase } from "./phase.js";
import { drawFrom } from "./random.js";
import { openStage } from "./stage.js";

export interface SoakOptions {
  readonly seed: number;
  /** {ms} How long one keeper works alone, and how long three work side by side. */
  readonly alone: number;
  readonly together: number;
  readonly onProgress: (sentence: string) => void;
}

export interface SoakResult {
  readonly seed: number;
  readonly tokens: number;
  /** {s} Chain time that has passed. */
  readonly simulated: number;
  readonly alone: PhaseResult;
  readonly together: PhaseResult;
  /** HTTP requests to both endpoints, a batch counted once. */
  readonly exchanges: number;
  readonly checks: readonly Check[];
}

const ALONE: readonly KeeperPlan[] = [{ account: 9, flags: [] }];
/** The second leaves what is due to the first for a block, the third for two. */
const TOGETHER: readonly KeeperPlan[] = [7, 8, 9].map((account, index) => ({
  account,
  flags: ["--patience", String(index)],
}));

/** One keeper, then three, on a chain that lives through months in minutes behind two endpoints that misbehave. */
export async function runSoak({ seed, alone, together, onProgress }: SoakOptions): Promise<SoakResult> {
  const draw = drawFrom(seed);
  onProgress("Deploying twenty tokens on a local node");
  const node = await openStage();
  const folder = await mkdtemp(path.join(tmpdir(), "soak-"));
  const proxies = [await FaultProxy.start(node.url), await FaultProxy.start(node.url)];
  try {
    const deployment = await saveDeployment(node.system.deployment, path.join(folder, "deployment.json"));
    const director = await Director.create(node, draw);
    const scene = { node, director, proxies, draw, deployment };
    onProgress(`One keeper for ${String(alone / 1_000)} seconds`);
    const lone = await runPhase(scene, ALONE, alone);
    onProgress(`Three keepers for ${String(together / 1_000)} seconds`);
    const three = await runPhase(scene, TOGETHER, together);
    return {
      seed,
      tokens: Object.keys(node.system.deployment.tokens).length,
      simulated: director.jumped,
      alone: lone,
      together: three,
      exchanges: proxies.reduce((sum, { exchanges }) => sum + exchanges, 0),
      checks: [
        ...checkWork(lone, "one keeper"),
        ...checkAlone(lone, "one keeper"),
        ...checkWork(three, "three keepers"),
      ],
    };
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await node.close();
    await rm(folder, { recursive: true, force: true });
  }
}
