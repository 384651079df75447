import { attempt } from "../../src/model/index.js";
import { max } from "../support/numbers.js";
import { between, next, partOf, pick } from "./draws.js";
import type { Step } from "./generator.js";
import type { Deed } from "./operations.js";
import type { Twin } from "./twinSide.js";

type HoldingKind = "deposit" | "mint" | "redeem" | "withdraw" | "transfer";

/** Coming, leaving, or handing over shares. */
export function resolveHolding(kind: HoldingKind, step: Step, twin: Twin, token: number): Deed {
  const { size, detail } = step;
  const { actors } = twin.addresses;
  const subject = twin.tokens[token]!;
  const isComing = kind === "deposit" || kind === "mint";
  const anyone = step.actor % actors.length;
  const holder = actors.findIndex((address) => subject.balanceOf(address) !== 0n);
  const actor = isComing || holder === -1 || subject.balanceOf(actors[anyone]!) !== 0n ? anyone : holder;
  const receiver = detail % 5 === 0 ? next(detail) % actors.length : actor;
  const cash = twin.collateral.balanceOf(actors[actor]!);
  const shares = subject.balanceOf(actors[actor]!);
  const common = { actor, token, receiver };
  switch (kind) {
    case "deposit": {
      const most = [3, 4].includes(size % 24) ? (attempt(() => subject.maxDeposit()) ?? 0n) : cash / 16n;
      const isDust = subject.totalSupply() === 0n && detail % 3 === 0;
      const assets = isDust ? dustOf(twin, size) : partOf(size, most);
      return withBound({ kind, ...common, assets }, "minShares", detail, () => subject.previewDeposit(assets), 1n);
    }
    case "mint": {
      const afforded = attempt(() => subject.previewDeposit(cash / 16n)) ?? 0n;
      const most = size % 24 === 3 ? (attempt(() => subject.maxMint()) ?? 0n) : afforded;
      const minted = partOf(size, most);
      return withBound(
        { kind, ...common, shares: minted },
        "maxAssets",
        detail,
        () => subject.previewMint(minted),
        -1n,
      );
    }
    case "redeem": {
      const burnt = detail % 8 === 0 ? shares : partOf(size, shares);
      return withBound({ kind, ...common, shares: burnt }, "minAssets", detail, () => subject.previewRedeem(burnt), 1n);
    }
    case "withdraw": {
      const worth = attempt(() => subject.previewRedeem(shares)) ?? 0n;
      const assets = partOf(size, worth);
      return withBound({ kind, ...common, assets }, "maxShares", detail, () => subject.previewWithdraw(assets), -1n);
    }
    case "transfer":
      return { kind, ...common, receiver: next(detail) % actors.length, shares: partOf(size, shares) };
  }
}

/** {collateral} Up to 0.0015 dollars: on either side of what counts as dust. */
function dustOf({ collateral }: Twin, size: number): bigint {
  return between(size, 1n, 1_500n * 10n ** BigInt(collateral.decimals - 6));
}

/** No bound, the very amount the preview says, or one unit too strict. */
function withBound(deed: Deed, bound: string, detail: number, preview: () => bigint, stricter: bigint): Deed {
  const expected = attempt(preview);
  if (expected === undefined || detail % 3 === 0) return deed;
  const value = pick(next(detail), [expected, expected, expected, max(expected + stricter, 0n)]);
  return { ...deed, [bound]: value };
}
