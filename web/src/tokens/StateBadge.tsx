import type { Token } from "../sdk.js";
import { conditionOf } from "./health.js";

export function StateBadge({ token }: { readonly token: Token }) {
  const { label, tone } = conditionOf(token);
  return <span class={`badge ${tone === "good" ? "" : `badge-${tone}`}`}>{label}</span>;
}
