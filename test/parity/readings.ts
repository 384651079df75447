import type { Interface } from "ethers";
import type { Value } from "../../src/model/index.js";
import { FundDesk__factory } from "../../types/ethers-contracts/index.js";
import { DAY, WAD } from "../support/numbers.js";
import type { Addresses, World } from "./deployWorld.js";
import type { Twin } from "./twinSide.js";

/** One view, on both sides. */
export interface Reading {
  readonly label: string;
  readonly to: string;
  readonly data: string;
  readonly model: (twin: Twin) => Value;
}

/** All that is stored: accounts, markets, books, balances, tokens. */
export function storedIn(world: World): Reading[] {
  const { addresses, markets } = world;
  const owners = [...addresses.tokens, ...addresses.actors];
  const { venue, collateral } = addresses;
  const ofVenue = venueReader(world);
  const ofCollateral = readerOf(world.system.collateral.interface, collateral, "collateral");
  return [
    ...booksIn(world),
    ...[...addresses.actors, addresses.provider].map((owner) =>
      ofVenue("providers", [owner], ({ venue }) => fields(venue.providers(owner))),
    ),
    ...[venue, ...owners, addresses.provider, addresses.collector].map((owner) =>
      ofCollateral("balanceOf", [owner], (twin) => twin.collateral.balanceOf(owner)),
    ),
    ...markets.flatMap((_, i) => marketIn(world, i, owners)),
    ...world.tokens.flatMap((_, i) => tokenIn(world, i)),
  ];
}

/** What an operation on a token, or in its market, may have changed. */
export function storedAround(world: World, token: number): Reading[] {
  const { addresses, choice } = world;
  const owners = [addresses.tokens[token]!, ...addresses.actors];
  return [...booksIn(world), ...marketIn(world, choice.tokens[token]!.market, owners), ...tokenIn(world, token)];
}

/** The heart of it: the books, the market, and the token with its account. */
export function storedOf(world: World, token: number): Reading[] {
  const { addresses, choice } = world;
  const { market } = choice.tokens[token]!;
  return [...booksIn(world), ...marketIn(world, market, [addresses.tokens[token]!]), ...tokenIn(world, token, [])];
}

function booksIn(world: World): Reading[] {
  const ofVenue = venueReader(world);
  return [
    ofVenue("books", [], ({ venue }) => fields(venue.books())),
    ofVenue("liquidityShares", [], ({ venue }) => venue.liquidityShares),
  ];
}

function marketIn(world: World, index: number, owners: readonly string[]): Reading[] {
  const ofVenue = venueReader(world);
  const { id } = world.markets[index]!;
  const oracle = world.addresses.oracles[index]!;
  return [
    ofVenue("marketState", [id], ({ venue }) => marketFields(venue, id, oracle)),
    ...owners.map((owner) => ofVenue("account", [id, owner], ({ venue }) => fields(venue.account(id, owner)))),
  ];
}

function tokenIn(world: World, index: number, holders = holdersIn(world)): Reading[] {
  const { addresses, tokens } = world;
  const read = readerOf(tokens[index]!.interface, addresses.tokens[index]!, `token ${String(index)}`);
  const model = (twin: Twin) => twin.tokens[index]!;
  const ofDesk = readerOf(FundDesk__factory.createInterface(), addresses.desk, "desk");
  return [
    ofDesk("refusedSince", [addresses.tokens[index]!], (twin) => model(twin).desk.refusedSince(model(twin))),
    read("reading", [], (twin) => readingFields(model(twin), addresses, addresses.policies[index]!)),
    read("settledAssets", [], (twin) => model(twin).settledAssets()),
    read("effectiveSupply", [], (twin) => model(twin).effectiveSupply()),
    ...holders.flatMap((owner) => [
      read("balanceOf", [owner], (twin) => model(twin).balanceOf(owner)),
      read("owed", [owner], (twin) => model(twin).owed(owner)),
    ]),
  ];
}

function holdersIn({ addresses }: World): string[] {
  return [...addresses.actors, addresses.collector];
}

function venueReader({ system, addresses }: World): Reader {
  return readerOf(system.venue.interface, addresses.venue, "venue");
}

/** Every view that prices something, of a token and of its market, in groups: one is read after each operation. */
export function viewsOf(world: World, index: number): Reading[][] {
  const { addresses, choice, system } = world;
  const { market } = choice.tokens[index]!;
  const { id, oracle } = world.markets[market]!;
  const self = addresses.tokens[index]!;
  const read = readerOf(world.tokens[index]!.interface, self, `token ${String(index)}`);
  const ofVenue = venueReader(world);
  const ofOracle = readerOf(oracle.interface, addresses.oracles[market]!, `oracle ${String(market)}`);
  const model = (twin: Twin) => twin.tokens[index]!;
  const assets = [1n, 3n * system.unit + 7n, 5_000n * system.unit];
  const shares = [1n, WAD / 3n, 5_000n * WAD, 2n ** 250n];
  const holders = addresses.actors.slice(0, 2);
  // A time that becomes past as the sequence goes on, to the end and not; and one before all rounds.
  const opened = world.opening.at(-1)!.at;
  const searches = [
    [opened, 0n, 64n],
    [opened + DAY, 0n, 64n],
    [opened + DAY, 0n, 3n],
    [1n, 0n, 64n],
  ] as const;
  const account = (owner: string): Reading[] => [
    ofVenue("snapshot", [id, owner], ({ venue }) => fields(venue.snapshot(id, owner))),
    ofVenue("position", [id, owner], ({ venue }) => fields(venue.position(id, owner))),
    ofVenue("liquidationPrice", [id, owner], ({ venue }) => venue.liquidationPrice(id, owner)),
  ];
  return [
    [
      read("nav", [], (twin) => model(twin).nav()),
      read("leverage", [], (twin) => model(twin).leverage()),
      read("state", [], (twin) => fields(model(twin).state())),
      read("limits", [], (twin) => fields(model(twin).limits())),
      read("totalAssets", [], (twin) => model(twin).totalAssets()),
      read("previewRebalance", [], (twin) => fields(model(twin).previewRebalance())),
      ...account(self),
    ],
    [
      ...assets.map((amount) => read("previewDeposit", [amount], (twin) => model(twin).previewDeposit(amount))),
      ...shares.map((amount) => read("previewMint", [amount], (twin) => model(twin).previewMint(amount))),
    ],
    [
      ...assets.map((amount) => read("previewWithdraw", [amount], (twin) => model(twin).previewWithdraw(amount))),
      ...shares.map((amount) => read("previewRedeem", [amount], (twin) => model(twin).previewRedeem(amount))),
    ],
    [
      read("maxDeposit", [holders[0]], (twin) => model(twin).maxDeposit()),
      read("maxMint", [holders[0]], (twin) => model(twin).maxMint()),
      ...holders.flatMap((owner) => [
        read("maxRedeem", [owner], (twin) => model(twin).maxRedeem(owner)),
        read("maxWithdraw", [owner], (twin) => model(twin).maxWithdraw(owner)),
      ]),
    ],
    [
      read("convertToShares", [assets[1]], (twin) => model(twin).convertToShares(assets[1]!)),
      read("convertToAssets", [shares[1]], (twin) => model(twin).convertToAssets(shares[1]!)),
      ofOracle("price", [], (twin) => fields(twin.oracles[market]!.price())),
      ...searches.map(([time, cursor, steps]) =>
        ofOracle("priceAt", [time, cursor, steps], (twin) =>
          fields(twin.oracles[market]!.priceAt(time, cursor, steps)),
        ),
      ),
      ofVenue("liquidityValues", [], ({ venue }) => fields(venue.liquidityValues())),
      ofVenue("terms", [id], ({ venue }) => termsFields(venue, id, addresses.oracles[market]!)),
      ...addresses.actors.slice(2).flatMap(account),
    ],
  ];
}

type Reader = (method: string, args: readonly unknown[], model: (twin: Twin) => Value) => Reading;

function readerOf(contract: Interface, to: string, name: string): Reader {
  return (method, args, model) => ({
    label: `${name}.${method}(${args.map(String).join(", ")})`,
    to,
    data: contract.encodeFunctionData(method, args),
    model,
  });
}

/** A struct's fields in order: the model declares and fills them in the contract's. */
function fields(struct: object): Value[] {
  return Object.values(struct).map((value: unknown) => {
    if (typeof value === "number") return BigInt(value);
    return typeof value === "object" && value !== null ? fields(value) : (value as Value);
  });
}

/** A market's fields, its oracle by address. */
function marketFields(venue: Twin["venue"], id: string, oracle: string): Value[] {
  const { openInterest, funding, trading, capacity, risk, shortBasis, outage } = venue.marketState(id);
  return [
    fields(openInterest),
    fields(funding),
    fields({ ...trading, oracle: BigInt(oracle) }),
    fields(capacity),
    fields(risk),
    shortBasis,
    fields(outage),
  ];
}

/** A market's terms, its oracle by address. */
function termsFields(venue: Twin["venue"], id: string, oracle: string): Value[] {
  return [BigInt(oracle), ...fields(venue.terms(id)).slice(1)];
}

/** What a token knows of itself, contracts and market by address and name. */
function readingFields(token: Twin["tokens"][number], { venue }: Addresses, policy: string): Value[] {
  const { market, ...rest } = token.reading();
  const numbers = Object.values(rest).filter((value): value is bigint => typeof value === "bigint");
  return [BigInt(venue), BigInt(market), BigInt(policy), ...numbers, fields(rest.state), fields(rest.rebalancing)];
}
