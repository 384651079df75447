import { AbiCoder } from "ethers";
import type { LeveragedToken } from "../../types/ethers-contracts/index.js";
import { DAY, gasUsed, type Stage } from "./stage.js";

/** Gas of whole `performUpkeep` transactions, with the data `checkUpkeep` returned. */
export interface UpkeepGasReport {
  /** By number of tokens due, all in one market. */
  readonly performUpkeep: Readonly<Record<1 | 5 | 20, number>>;
  /** What each token after the first adds, on the average of all twenty. */
  readonly nextSameMarket: number;
  readonly nextOtherMarket: number;
  /** What `checkUpkeep` uses per token, all of them due. */
  readonly check: number;
  /** What `watch` of the lens uses per token. */
  readonly watch: number;
}

const SIZES = [1, 5, 20] as const;
const MOST = 20;
/** {1} WAD */
const TARGET = 3n * 10n ** 18n;
const HUNDREDTH = 10n ** 16n;
/** {gas} What services give a check. */
const CHECK_GAS = 10_000_000n;

/**
 * Measures the upkeep in its daily life: tokens that have been rebalanced through it before, an open position each, a
 * scheduled rebalance due a day later with the price changed, funding and all fees on.
 */
export async function measureUpkeep(stage: Stage): Promise<UpkeepGasReport> {
  const { connection, deployment, factory, keeper, later } = stage;
  const { ethers, networkHelpers } = connection;
  // The registry's newest, behind all that the deployment has created.
  const start = await factory.tokenCount();
  const tokens: LeveragedToken[] = [];
  for (let i = 1n; i <= MOST; i++) tokens.push(await stage.create(TARGET - i * HUNDREDTH));
  tokens.push(await stage.token("ETH3L"));
  await stage.openPositions(tokens);
  const lens = await ethers.getContractAt("LeveragedTokenLens", deployment.lens);
  const upkeep = (await ethers.getContractAt("RebalanceUpkeep", deployment.upkeep)).connect(keeper);
  const page = (limit: number) =>
    AbiCoder.defaultAbiCoder().encode(["uint256", "uint256", "address"], [start, limit, keeper.address]);
  const perform = (performData: string) => gasUsed(upkeep.performUpkeep(performData, { gasLimit: 8_000_000 }));

  await later(103n, DAY);
  await gasUsed(upkeep.perform(tokens, keeper, { gasLimit: 16_000_000 }));
  await later(105n, DAY);
  const due = await networkHelpers.takeSnapshot();
  const used: Record<1 | 5 | 20, number> = { 1: 0, 5: 0, 20: 0 };
  for (const size of SIZES) {
    const [isNeeded, performData] = await upkeep.checkUpkeep(page(size));
    if (!isNeeded) throw new Error("Nothing is due: the measurement would be of nothing.");
    used[size] = await perform(performData);
    await expectDone(size);
    await due.restore();
  }
  const [first, last] = [tokens[0], tokens[MOST]];
  if (first === undefined || last === undefined) throw new Error("The measurement has too few tokens.");
  const one = await gasUsed(upkeep.perform([first], keeper));
  await due.restore();
  const two = await gasUsed(upkeep.perform([first, last], keeper));
  await due.restore();

  const perToken = (all: bigint, single: bigint) => Number(all - single) / (MOST - 1);
  // An estimate would be of fewer tokens: a check given less gas judges less.
  const meter = await ethers.deployContract("GasMeter");
  const checked = async (limit: number) => {
    const data = upkeep.interface.encodeFunctionData("checkUpkeep", [page(limit)]);
    return (await meter.measure(upkeep, data, CHECK_GAS)).used;
  };
  const check = perToken(await checked(MOST), await checked(1));
  const watch = perToken(
    await lens.watch.estimateGas(factory, start, MOST),
    await lens.watch.estimateGas(factory, start, 1),
  );
  return {
    performUpkeep: used,
    nextSameMarket: Math.round((used[20] - used[1]) / (MOST - 1)),
    nextOtherMarket: two - one,
    check: Math.round(check),
    watch: Math.round(watch),
  };

  async function expectDone(size: number): Promise<void> {
    const done = await upkeep.queryFilter(upkeep.filters.Attempted(undefined, 0), "latest");
    if (done.length !== size) throw new Error(`Of ${String(size)} tokens ${String(done.length)} were rebalanced.`);
  }
}
