import { attempt, CostCurve, FixedPoint, type ModelEvent } from "../model/index.js";
import { toNumber } from "./numbers.js";
import { KEEPER, LIQUIDATOR, MARKET, type World } from "./World.js";

/** Something done to the fund, as the contracts' event says it. */
export interface Act {
  /** {s} */
  readonly time: number;
  readonly kind: "Rebalanced" | "RebalanceBlocked" | "Settled" | "Liquidated";
  /** The values of the event, to be compared with the chain's. */
  readonly event: ModelEvent;
  /** {usd/base} */
  readonly price: number;
  /** {1} Real leverage before, signed. */
  readonly leverageBefore: number;
  /** {usd} Equity after. */
  readonly equity: number;
  /** {1} NAV of one token after. */
  readonly nav: number;
  /** {usd} What it cost the fund. */
  readonly takerFee: number;
  readonly impact: number;
  readonly tip: number;
  readonly penalty: number;
}

const FREE = { takerFee: 0, impact: 0, tip: 0, penalty: 0 };

/** Calls `rebalance()`, which trades, settles, or takes note of what blocks a trade; undefined when a second later nothing is due any more. */
export function rebalance(world: World): Act | undefined {
  const { token, venue } = world;
  const before = venue.position(MARKET, token.address);
  const leverageBefore = toNumber(token.leverage());
  const event = logged(world, ["Rebalanced", "RebalanceBlocked", "Settled"], () => token.rebalance(KEEPER));
  if (event === undefined) return undefined;
  const act = { ...facts(world), event, price: toNumber(before.price), leverageBefore };
  if (event.name === "Settled" || event.name === "RebalanceBlocked") return { ...act, ...FREE, kind: event.name };
  const [, sizeDelta, , cost, tip] = event.values as readonly [bigint, bigint, boolean, bigint, bigint];
  const unit = 10n ** BigInt(18 - world.terms.decimals);
  const traded = FixedPoint.mulWadUp(sizeDelta < 0n ? -sizeDelta : sizeDelta, before.price);
  const paid = cost * unit;
  // What rounding adds to a cost is the fee's where there is no impact.
  const hasImpact = CostCurve.hasImpact(before.curve, sizeDelta < 0n ? -traded : traded);
  const fee = hasImpact ? FixedPoint.mulWadUp(traded, before.curve.fee) : paid;
  return {
    ...act,
    kind: "Rebalanced",
    takerFee: toNumber(fee),
    impact: toNumber(paid - fee),
    tip: toNumber(tip * unit),
    penalty: 0,
  };
}

/** Liquidates; undefined when a second later that is not possible any more. */
export function liquidate(world: World): Act | undefined {
  const { token, venue } = world;
  const { price, equity } = venue.position(MARKET, token.address);
  const leverageBefore = toNumber(token.leverage());
  const event = logged(world, ["Liquidated"], () => venue.liquidate(LIQUIDATOR, MARKET, token.address));
  if (event === undefined) return undefined;
  const after = facts(world);
  const penalty = toNumber(equity) - after.equity;
  return { ...after, ...FREE, kind: "Liquidated", event, price: toNumber(price), leverageBefore, penalty };
}

/** The first event of one of these names that a call emits; undefined when it reverts. */
function logged({ chain }: World, names: readonly string[], call: () => unknown): ModelEvent | undefined {
  chain.isLogging = true;
  const isDone = attempt(() => {
    call();
    return true;
  });
  chain.isLogging = false;
  const event = isDone === true ? chain.events.find(({ name }) => names.includes(name)) : undefined;
  chain.events.length = 0;
  return event;
}

function facts({ chain, token, venue }: World): Pick<Act, "time" | "equity" | "nav"> {
  const { equity } = venue.position(MARKET, token.address);
  return { time: Number(chain.now), equity: toNumber(equity), nav: toNumber(token.nav()) };
}
