import { WAD } from "../../model/libraries/FixedPoint.js";
import { unitOf, virtualAssetsOf } from "../history/navOf.js";
import type { FundMark, NavTerms, Place, RedeemEvent, SettleEvent, TokenEvent } from "../history/TokenEvent.js";
import type { HoldingStep, Mark } from "./Attribution.js";

/** Shares that came in, or went out if negative, other than by a mint or redeem. */
export interface TransferEvent extends Place {
  readonly kind: "transfer";
  readonly shares: bigint;
  /** The fund's state then, where it is known; otherwise its last event's is taken. */
  readonly mark: FundMark | undefined;
}

export interface HoldingSources {
  /** In order, from the first one that made the account a holder. */
  readonly events: readonly (TokenEvent | TransferEvent)[];
  readonly account: string;
  readonly terms: NavTerms;
  /** The fund now; undefined when that cannot be told. */
  readonly now: FundMark | undefined;
  /** {share} Minted and pending before a redeem that took supply to 0, whose event does not say it. */
  readonly supplyBefore: (event: RedeemEvent) => bigint;
}

/** Turns a token's events into what they mean to one holding. */
export function holdingSteps({ events, account, terms, now, supplyBefore }: HoldingSources): readonly HoldingStep[] {
  const steps: HoldingStep[] = [];
  let last: Mark | undefined;
  const markOf = (fund: FundMark): Mark => ({
    price: fund.price,
    size: fund.size,
    equity: fund.equity + virtualAssetsOf(terms.collateralDecimals),
    supply: fund.supply + terms.virtualShares,
  });
  const isOwn = (event: { owner: string }) => event.owner.toLowerCase() === account.toLowerCase();

  for (const event of events) {
    switch (event.kind) {
      case "transfer": {
        const mark = event.mark === undefined ? last : markOf(event.mark);
        if (mark === undefined) break;
        steps.push({ kind: "transfer", mark, shares: event.shares });
        last = mark;
        break;
      }
      case "mint": {
        const after = markOf(event.after);
        const { assets, shares, feeShares, cost } = event;
        const before = {
          price: after.price,
          size: last?.size ?? 0n,
          equity: after.equity - (assets - cost),
          supply: after.supply - shares - feeShares,
        };
        if (isOwn(event)) steps.push({ kind: "mint", before, after, assets, shares, cost });
        else steps.push({ kind: "jump", before, after, trading: 0n });
        last = after;
        break;
      }
      case "redeem": {
        const after = event.after === undefined ? last : markOf(event.after);
        if (after === undefined) break;
        const { assets, shares, cost } = event;
        const before = event.after === undefined ? after : beforeRedeem(event, after, last);
        if (isOwn(event)) steps.push({ kind: "redeem", before, after, assets, shares, cost });
        else steps.push({ kind: "jump", before, after, trading: 0n });
        last = after;
        break;
      }
      case "rebalance": {
        const after = markOf(event.after);
        const trading = event.cost + event.tip;
        const before = { ...after, size: after.size - event.sizeDelta, equity: after.equity + trading };
        steps.push({ kind: "jump", before, after, trading });
        last = after;
        break;
      }
      case "blocked":
        break;
      case "settle": {
        const { before, after } = settlement(event, last, terms);
        steps.push({ kind: "jump", before, after, trading: 0n });
        last = after;
        break;
      }
    }
  }
  // A settled fund moves no more.
  if (now !== undefined && last !== undefined && !isSettled(events)) steps.push({ kind: "mark", mark: markOf(now) });
  return steps;

  function beforeRedeem(event: RedeemEvent, after: Mark, previous: Mark | undefined): Mark {
    const { assets, shares, feeShares, cost } = event;
    const { price } = after;
    if (event.after?.supply === 0n) {
      // What the collector's shares were worth went to it: the redeemer's part says what a share was worth.
      const supply = supplyBefore(event) + terms.virtualShares;
      const equity = ((assets + cost) * supply) / (shares - feeShares);
      return { price, size: previous?.size ?? 0n, equity, supply };
    }
    // Without a position after it there was none before: it had been liquidated.
    const size = after.size === 0n ? 0n : (previous?.size ?? 0n);
    return { price, size, equity: after.equity + assets + cost, supply: after.supply + shares - feeShares };
  }
}

function isSettled(events: HoldingSources["events"]): boolean {
  return events.some(({ kind }) => kind === "settle");
}

/** The event does not say at which price: at the one that explains what was left. */
function settlement({ assets, supply }: SettleEvent, last: Mark | undefined, { collateralDecimals }: NavTerms) {
  const after: Mark = { price: last?.price ?? 0n, size: 0n, equity: assets, supply };
  if (last === undefined) return { before: after, after };
  const equity = assets + virtualAssetsOf(collateralDecimals);
  const unit = unitOf(collateralDecimals);
  const implied = last.size === 0n ? last.price : last.price + ((equity - last.equity) * WAD * unit) / last.size;
  const price = implied > 0n ? implied : last.price;
  return { before: { ...last, price, equity }, after: { ...after, price } };
}
