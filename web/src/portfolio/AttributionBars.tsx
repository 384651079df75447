import { at, toNumber } from "../format/ratio.js";

interface Part {
  readonly name: string;
  /** In any unit, the same for all. */
  readonly value: bigint;
}

interface Props {
  readonly parts: readonly Part[];
  readonly total: bigint;
  readonly write: (value: bigint) => string;
}

/** What each cause has given or taken; the parts add up to the total. */
export function AttributionBars({ parts, total, write }: Props) {
  const largest = Math.max(1e-30, ...[...parts, { value: total }].map(({ value }) => Math.abs(toNumber(value))));
  return (
    <dl class="attribution">
      {[...parts, { name: "Together", value: total }].map(({ name, value }, index) => {
        const length = (toNumber(value) / largest) * 50;
        return (
          <div key={name} class={`attribution-row ${index === parts.length ? "attribution-total" : ""}`}>
            <dt>{name}</dt>
            <dd aria-hidden="true">
              <svg class="attribution-track">
                <rect
                  class={`attribution-bar ${value < 0n ? "attribution-loss" : "attribution-gain"}`}
                  x={at(50 + Math.min(0, length))}
                  y={2}
                  width={at(Math.abs(length))}
                  height={8}
                />
                <line class="attribution-axis" x1="50%" x2="50%" y1={0} y2={12} />
              </svg>
            </dd>
            <dd>{write(value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
