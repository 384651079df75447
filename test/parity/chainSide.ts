import { getAddress, Interface, type BytesLike, type Result } from "ethers";
import type { ModelEvent, Value } from "../../src/model/index.js";
import {
  BandPolicy__factory,
  ChainlinkPriceOracle__factory,
  FundDesk__factory,
  HostileCollateral__factory,
  LeveragedToken__factory,
  LeveragedTokenFactory__factory,
  MockAggregator__factory,
  MockCollateral__factory,
  MockFuturesVenue__factory,
  ParityActor__factory,
} from "../../types/ethers-contracts/index.js";
import type { World } from "./deployWorld.js";
import { encodeCall, type Message } from "./messages.js";
import type { Operation } from "./operations.js";
import type { Outcome, Times } from "./twinSide.js";

interface Receipt {
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

const ACTOR = ParityActor__factory.createInterface();
const RETURNED = ACTOR.getEvent("Returned").topicHash;

/** Everything that may be thrown or emitted in a world, in one interface. */
const KNOWN = new Interface(
  [
    ...LeveragedToken__factory.abi,
    ...MockFuturesVenue__factory.abi,
    ...LeveragedTokenFactory__factory.abi,
    ...FundDesk__factory.abi,
    ...BandPolicy__factory.abi,
    ...ChainlinkPriceOracle__factory.abi,
    ...MockAggregator__factory.abi,
    ...MockCollateral__factory.abi,
    ...HostileCollateral__factory.abi,
  ].filter(({ type }) => type === "error" || type === "event"),
);

/** Plays one operation on chain, in a block of the operation's time. */
export async function performOnChain(world: World, operation: Operation): Promise<Outcome> {
  const { provider } = world.system.connection;
  const message = encodeCall(world, operation);
  await provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(operation.at)] });
  let hash: unknown;
  try {
    hash = await provider.request({ method: "eth_sendTransaction", params: [transaction(message)] });
  } catch (error) {
    return { refusal: decodeError(revertData(error)), events: [] };
  }
  const receipt = (await provider.request({ method: "eth_getTransactionReceipt", params: [hash] })) as Receipt;
  let returned: Value | undefined;
  const events: ModelEvent[] = [];
  for (const { address, topics, data } of receipt.logs) {
    if (topics[0] === RETURNED) returned = decodeReturned(message, data);
    else events.push(decodeEvent(address, topics, data));
  }
  return { returned, events };
}

/** When a freshly deployed world's parts came to be. */
export async function readTimes({ system: { venue }, markets, tokens }: World): Promise<Times> {
  return {
    feeds: await Promise.all(markets.map(({ feed }) => feed.latestRoundData())),
    markets: await Promise.all(markets.map(async ({ id }) => (await venue.marketState(id)).funding.accruedAt)),
    tokens: await Promise.all(tokens.map(async (token) => (await token.state()).feesAccruedAt)),
  };
}

const errors = new Map<string, NonNullable<Outcome["refusal"]>>();

/** An error's name and values; most are seen many times. */
export function decodeError(data: string): NonNullable<Outcome["refusal"]> {
  let decoded = errors.get(data);
  if (decoded === undefined) {
    const parsed = KNOWN.parseError(data);
    if (parsed === null) throw new Error(`An error of no known contract: ${data}`);
    decoded = { error: parsed.name, values: plain(parsed.args) };
    errors.set(data, decoded);
  }
  return decoded;
}

function transaction({ from, to, data }: Message) {
  return { from, to, data, gas: "0xf00000" };
}

/** What a failed transaction reverted with, as the in-process node says it. */
function revertData(error: unknown): string {
  const { data } = error as { data?: string | { data?: string } };
  const bytes = typeof data === "object" ? data.data : data;
  if (bytes?.startsWith("0x") !== true) throw error;
  return bytes;
}

function decodeReturned({ contract, method }: Message, data: string): Value | undefined {
  const [result] = ACTOR.decodeEventLog("Returned", data) as unknown as [BytesLike];
  const values = plain(contract.decodeFunctionResult(method, result));
  return values.length === 0 ? undefined : values[0];
}

function decodeEvent(address: string, topics: readonly string[], data: string): ModelEvent {
  const parsed = KNOWN.parseLog({ topics, data });
  if (parsed === null) throw new Error(`An event of no known contract: ${String(topics[0])}`);
  return { emitter: getAddress(address), name: parsed.name, values: plain(parsed.args) };
}

/** Ethers' result as plain lists. */
function plain(result: Result): Value[] {
  return result.toArray(true) as Value[];
}
