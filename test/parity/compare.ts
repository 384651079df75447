import { ModelRevert, type Value } from "../../src/model/index.js";
import { decodeError } from "./chainSide.js";
import type { World } from "./deployWorld.js";
import type { Reading } from "./readings.js";
import type { Outcome, Twin } from "./twinSide.js";

/** Where chain and twin differ. */
export interface Difference {
  readonly what: string;
  readonly chain: string;
  readonly twin: string;
}

/** A set of readings, encoded once. */
export interface Inspection {
  readonly readings: readonly Reading[];
  readonly data: string;
}

const WORD = 64;

/** Prepares reading everything listed in one call. */
export function inspect(world: World, readings: readonly Reading[]): Inspection {
  return {
    readings,
    data: world.probe.interface.encodeFunctionData("read", [readings.map(({ to, data }) => ({ target: to, data }))]),
  };
}

/** Compares refusal, result and log of an operation, to the wei. */
export function compareOutcomes(chain: Outcome, twin: Outcome): Difference | undefined {
  const parts = [
    ["refusal", chain.refusal, twin.refusal],
    ["returned", chain.returned, chain.returned === undefined ? undefined : twin.returned],
    ["events", chain.events, twin.events],
  ] as const;
  for (const [what, ofChain, ofTwin] of parts) {
    if (text(ofChain) !== text(ofTwin)) return { what, chain: text(ofChain), twin: text(ofTwin) };
  }
  return undefined;
}

/** Reads everything listed in one call and compares it with the twin. */
export async function compareReadings(
  world: World,
  twin: Twin,
  { readings, data }: Inspection,
): Promise<Difference | undefined> {
  const { provider } = world.system.connection;
  const to = world.addresses.probe;
  const call = { from: world.addresses.provider, to, data, gas: "0xf00000" };
  const answer = (await provider.request({ method: "eth_call", params: [call, "latest"] })) as string;
  const { timestamp, answers } = decodeAnswers(answer);
  if (timestamp !== twin.chain.now) {
    return { what: "time", chain: String(timestamp), twin: String(twin.chain.now) };
  }
  for (const [i, reading] of readings.entries()) {
    const difference = compareReading(twin, reading, answers[i]!);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

interface Answer {
  readonly ok: boolean;
  readonly data: string;
}

/** `(uint256, (bool, bytes)[])`, by hand: it is read after every operation. */
function decodeAnswers(encoded: string): { timestamp: bigint; answers: Answer[] } {
  const hex = encoded.slice(2);
  const word = (at: number) => Number.parseInt(hex.slice(at, at + WORD), 16);
  const list = 2 * word(WORD) + WORD;
  const answers = Array.from({ length: word(list - WORD) }, (_, i) => {
    const at = list + 2 * word(list + i * WORD);
    const start = at + 3 * WORD;
    return { ok: word(at) === 1, data: hex.slice(start, start + 2 * word(at + 2 * WORD)) };
  });
  return { timestamp: BigInt(`0x${hex.slice(0, WORD)}`), answers };
}

function compareReading(twin: Twin, { label, model }: Reading, { ok, data }: Answer): Difference | undefined {
  let expected: string;
  let shown: string;
  try {
    const value = model(twin);
    expected = words(value);
    if (ok && expected === data) return undefined;
    shown = text(value);
  } catch (error) {
    if (!(error instanceof ModelRevert)) throw error;
    const refusal = { error: error.error, values: error.values };
    if (!ok && text(decodeError(`0x${data}`)) === text(refusal)) return undefined;
    shown = text(refusal);
  }
  return { what: label, chain: ok ? numbers(data) : text(decodeError(`0x${data}`)), twin: shown };
}

/** The ABI's encoding of values of fixed size. */
function words(value: Value): string {
  if (typeof value === "bigint") return BigInt.asUintN(256, value).toString(16).padStart(WORD, "0");
  if (typeof value === "boolean") return words(value ? 1n : 0n);
  if (typeof value === "string") throw new Error("Views of text are not compared");
  return value.map(words).join("");
}

function numbers(data: string): string {
  const all = data.match(/.{64}/g) ?? [];
  return `[${all.map((word) => BigInt.asIntN(256, BigInt(`0x${word}`)).toString()).join(", ")}]`;
}

/** One way to write values, so that equal ones look equal. */
function text(value: unknown): string {
  if (value === undefined) return "nothing";
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part));
}
