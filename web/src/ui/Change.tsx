import { NONE, percent, rounded } from "../format/format.js";

/** A gain or a loss {1} WAD: by sign, arrow and colour, so that none of them is needed alone. */
export function Change({ value, since }: { readonly value: bigint | undefined; readonly since?: string }) {
  if (value === undefined) return <span class="soft">{NONE}</span>;
  const shown = rounded(value, 16, 2);
  const tone = shown > 0n ? "gain" : shown < 0n ? "loss" : "soft";
  const arrow = shown > 0n ? "▲ " : shown < 0n ? "▼ " : "";
  return (
    <span class={`change ${tone}`}>
      <span aria-hidden="true">{arrow}</span>
      {percent(value, { signed: true })} {since !== undefined && <span class="small soft">{since}</span>}
    </span>
  );
}
