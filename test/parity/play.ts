import type { Census } from "./census.js";
import { performOnChain } from "./chainSide.js";
import { compareOutcomes, compareReadings, inspect, type Difference, type Inspection } from "./compare.js";
import type { World } from "./deployWorld.js";
import { next } from "./draws.js";
import type { Sequence, Step } from "./generator.js";
import { show, type Operation } from "./operations.js";
import { storedAround, storedIn, storedOf, viewsOf } from "./readings.js";
import { resolve } from "./resolve.js";
import { buildTwin, performOnTwin, type Times, type Twin } from "./twinSide.js";

/** A world ready to be played in again and again. */
export interface Stage {
  readonly world: World;
  readonly times: Times;
  /** By token, what an operation has changed, now and then all around it and a group of views. */
  readonly afterOperation: readonly (readonly Inspection[])[];
  /** By token, all that is stored and all its views. */
  readonly atTheEnd: readonly Inspection[];
  snapshot: unknown;
}

/** Plays the opening on chain, compares everything there is, and keeps the state to return to. */
export async function setStage(world: World, times: Times): Promise<Stage> {
  const stored = storedIn(world);
  const views = world.tokens.map((_, token) => viewsOf(world, token));
  for (const operation of world.opening) await performOnChain(world, operation);
  const twin = openTwin(world, times);
  const everything = inspect(world, [...stored, ...views.flat(2)]);
  const difference = await compareReadings(world, twin, everything);
  if (difference !== undefined) throw new Error(describeDifference(world, world.opening, 0n, difference));
  return {
    world,
    times,
    afterOperation: views.map((ofToken, token) => {
      const heart = inspect(world, storedOf(world, token));
      const around = storedAround(world, token);
      // Views and other accounts are dear to read, and follow from what is stored and from the log: every fifth time.
      return ofToken.flatMap((group) => [heart, heart, heart, heart, inspect(world, [...around, ...group])]);
    }),
    atTheEnd: views.map((ofToken) => inspect(world, [...stored, ...ofToken.flat()])),
    snapshot: await snapshot(world),
  };
}

/**
 * Plays a sequence on both sides; throws at the first difference, with all that led there. After each operation its refusal
 * or result, its whole log and the state around it are compared, often a group of views; at the end, all that is stored.
 */
export async function play(stage: Stage, { steps }: Sequence, census: Census): Promise<void> {
  const { world, times } = stage;
  await world.system.connection.provider.request({ method: "evm_revert", params: [stage.snapshot] });
  stage.snapshot = await snapshot(world);
  const twin = openTwin(world, times);
  const start = twin.chain.now;
  const played: Operation[] = [];
  const report = (difference: Difference | undefined) => {
    if (difference !== undefined) throw new Error(describeDifference(world, played, start, difference));
  };
  let focus = 0;
  for (const step of steps) {
    if (!step.kept) continue;
    const operation = resolve(step, twin, world.system.unit);
    played.push(operation);
    focus = focusOf(operation, step, world);
    const onTwin = performOnTwin(twin, operation);
    report(compareOutcomes(await performOnChain(world, operation), onTwin));
    const groups = stage.afterOperation[focus]!;
    report(await compareReadings(world, twin, groups[next(step.detail) % groups.length]!));
    census.count(operation, onTwin, twin);
  }
  if (played.length > 0) report(await compareReadings(world, twin, stage.atTheEnd[focus]!));
  census.countSequence();
}

/** The twin of a world after its opening. */
function openTwin(world: World, times: Times): Twin {
  const twin = buildTwin(world, times);
  for (const operation of world.opening) performOnTwin(twin, operation);
  return twin;
}

/** The token an operation is about, or one in its market. */
function focusOf(operation: Operation, { subject }: Step, { choice }: World): number {
  if ("token" in operation) return operation.token;
  if (!("market" in operation)) return subject % choice.tokens.length;
  const inMarket = [...choice.tokens.keys()].filter((token) => choice.tokens[token]!.market === operation.market);
  return inMarket[subject % inMarket.length]!;
}

function snapshot(world: World): Promise<unknown> {
  return world.system.connection.provider.request({ method: "evm_snapshot" });
}

function describeDifference(world: World, played: readonly Operation[], start: bigint, difference: Difference): string {
  const { what, chain, twin } = difference;
  const operations = played.map((operation, i) => `${String(i + 1).padStart(3)}. ${show(operation, start)}`);
  return [
    `Chain and twin differ in the world "${world.choice.name}" after`,
    ...operations,
    `in ${what}`,
    `  chain: ${chain}`,
    `  twin:  ${twin}`,
  ].join("\n");
}
