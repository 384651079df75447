import type { Interface } from "ethers";
import {
  AnythingPolicy__factory,
  BandPolicy__factory,
  FundDesk__factory,
  HostileCollateral__factory,
} from "../../types/ethers-contracts/index.js";
import type { World } from "./deployWorld.js";
import { ownerAddress } from "./twinSide.js";
import type { Operation } from "./operations.js";

const ANYTHING = AnythingPolicy__factory.createInterface();
/** Manners of {@link ANYTHING}. */
const [ANSWER, REVERT] = [0n, 1n];
const DESK = FundDesk__factory.createInterface();
const BLOCK_LIST = HostileCollateral__factory.createInterface();

/** A transaction before it is sent. */
export interface Message {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  /** What is called, through an actor or directly, for decoding what it returns. */
  readonly contract: Interface;
  readonly method: string;
}

/** The transaction that plays an operation. */
export function encodeCall(world: World, operation: Operation): Message {
  const { system, addresses, actors } = world;
  const { contract, to, method, args, as } = callOf(world, operation);
  const data = contract.encodeFunctionData(method, args);
  if (typeof as !== "number") return { from: system[as].address, to, data, contract, method };
  const run = actors[as]!.interface.encodeFunctionData("run", [to, data]);
  return { from: system.keeper.address, to: addresses.actors[as]!, data: run, contract, method };
}

interface Call {
  readonly contract: Interface;
  readonly to: string;
  readonly method: string;
  readonly args: readonly unknown[];
  /** Index of an actor, or a role. */
  readonly as: number | "governor" | "guardian";
}

function callOf(world: World, op: Operation): Call {
  const { addresses } = world;
  const who = (index: number) => addresses.actors[index]!;
  const id = (index: number) => world.markets[index]!.id;
  const bound = (value: bigint | undefined) => (value === undefined ? [] : [value]);
  switch (op.kind) {
    case "deposit": {
      const args = [op.assets, who(op.receiver), ...bound(op.minShares)];
      return onToken(world, op, `deposit(uint256,address${op.minShares === undefined ? "" : ",uint256"})`, args);
    }
    case "mint": {
      const args = [op.shares, who(op.receiver), ...bound(op.maxAssets)];
      return onToken(world, op, `mint(uint256,address${op.maxAssets === undefined ? "" : ",uint256"})`, args);
    }
    case "redeem": {
      const args = [op.shares, who(op.receiver), who(op.actor), ...bound(op.minAssets)];
      return onToken(world, op, `redeem(uint256,address,address${op.minAssets === undefined ? "" : ",uint256"})`, args);
    }
    case "withdraw": {
      const args = [op.assets, who(op.receiver), who(op.actor), ...bound(op.maxShares)];
      const last = op.maxShares === undefined ? "" : ",uint256";
      return onToken(world, op, `withdraw(uint256,address,address${last})`, args);
    }
    case "transfer":
      return onToken(world, op, "transfer", [who(op.receiver), op.shares]);
    case "rebalance":
    case "settle":
    case "collectFees":
      return onToken(world, op, op.kind, []);
    case "reportRefusal": {
      const args = [addresses.tokens[op.token]!];
      return { contract: DESK, to: addresses.desk, method: op.kind, args, as: op.actor };
    }
    case "payDebt":
      return onToken(world, op, "payDebt", [ownerAddress(world, op.creditor)]);
    case "windDown":
      return onFactory(world, op.token, "windDown", [op.minAssets]);
    case "setFees":
      return onFactory(world, op.token, "setFees", [[op.managementPpmPerYear, op.mintPpm, op.redeemPpm]]);
    case "setLimits":
      return onFactory(world, op.token, "setLimits", [[op.capacity, op.maxTrade]]);
    case "setMintPaused":
      if (!op.paused) return onFactory(world, op.token, "unpauseMint", []);
      return { ...onFactory(world, op.token, "pauseMint", []), as: "guardian" };
    case "setDecision": {
      const answer = op.decision && BandPolicy__factory.createInterface().encodeFunctionResult("decide", [op.decision]);
      const args = [answer === undefined ? REVERT : ANSWER, answer ?? "0x"];
      return { contract: ANYTHING, to: addresses.policies[op.token]!, method: "set", args, as: "governor" };
    }
    case "setBlocked": {
      const args = [ownerAddress(world, op.account), op.blocked];
      return { contract: BLOCK_LIST, to: addresses.collateral, method: op.kind, args, as: "governor" };
    }
    case "setAnswer":
      return onFeed(world, op.market, "setAnswer", [op.answer]);
    case "setRound":
      return onFeed(world, op.market, "setRound", [op.answer, op.updatedAt, op.updatedAt]);
    case "setFailing":
      return onFeed(world, op.market, "setFailing", [op.failing]);
    case "trade": {
      const { sizeDelta, pay, take, moverPaysCost, maxCost } = op;
      const args = [id(op.market), sizeDelta, pay, take, moverPaysCost, maxCost, who(op.actor)];
      return onVenue(world, op.actor, "trade", args);
    }
    case "close":
    case "reportOutage":
      return onVenue(world, op.actor, op.kind, [id(op.market)]);
    case "expire":
      return onVenue(world, op.actor, "expire", [id(op.market), op.steps]);
    case "liquidate":
    case "closeExpired":
      return onVenue(world, op.actor, op.kind, [id(op.market), ownerAddress(world, op.owner)]);
    case "depositMargin":
      return onVenue(world, op.actor, "depositMargin", [id(op.market), op.amount]);
    case "depositLiquidity":
    case "fundInsurance":
      return onVenue(world, op.actor, op.kind, [op.assets]);
    case "requestWithdrawal":
      return onVenue(world, op.actor, "requestWithdrawal", [op.shares]);
    case "withdrawLiquidity":
      return onVenue(world, op.actor, "withdrawLiquidity", [ownerAddress(world, op.owner)]);
    case "setBaseFunding":
      return onVenue(world, "governor", "setBaseFunding", [id(op.market), op.ratePerSecond]);
    case "setOpenInterestCap":
      return onVenue(world, "governor", "setOpenInterestCap", [id(op.market), op.cap]);
    case "setScenario":
      return onVenue(world, "governor", "setScenario", [id(op.market), op.halted, op.failing, op.spreadPpm]);
  }
}

function onToken(
  { tokens, addresses }: World,
  { token, actor }: { token: number; actor: number },
  method: string,
  args: readonly unknown[],
): Call {
  return { contract: tokens[token]!.interface, to: addresses.tokens[token]!, method, args, as: actor };
}

function onFactory({ system, addresses }: World, token: number, method: string, args: readonly unknown[]): Call {
  const { interface: contract } = system.factory;
  const all = [addresses.tokens[token]!, ...args];
  return { contract, to: addresses.factory, method, args: all, as: "governor" };
}

function onVenue({ system, addresses }: World, as: Call["as"], method: string, args: readonly unknown[]): Call {
  return { contract: system.venue.interface, to: addresses.venue, method, args, as };
}

function onFeed({ markets, addresses }: World, market: number, method: string, args: readonly unknown[]): Call {
  return { contract: markets[market]!.feed.interface, to: addresses.feeds[market]!, method, args, as: "governor" };
}
