import { dollars, NONE, percent } from "../format/format.js";
import type { Trigger } from "./triggers.js";

/** How far the price is from making the token rebalance: in per cent and as a price. */
export function TriggerText({ trigger }: { readonly trigger: Trigger | undefined }) {
  if (trigger === undefined) return <>{NONE}</>;
  return (
    <>
      {percent(trigger.move, { signed: true })} at {dollars(trigger.price)}
    </>
  );
}
