import { NONE, percent } from "../format/format.js";

/** A gain or a loss {1} WAD: by sign, arrow and colour, so that none of them is needed alone. */
export function Change({ value, since }: { readonly value: bigint | undefined; readonly since: string }) {
  if (value === undefined) return <span class="soft">{NONE}</span>;
  const tone = value > 0n ? "gain" : value < 0n ? "loss" : "soft";
  const arrow = value > 0n ? "▲ " : value < 0n ? "▼ " : "";
  return (
    <span class={tone}>
      <span aria-hidden="true">{arrow}</span>
      {percent(value, { signed: true })} <span class="small soft">{since}</span>
    </span>
  );
}
