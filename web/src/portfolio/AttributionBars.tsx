import { toNumber } from "../format/ratio.js";

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

const WIDTH = 100;

/** What each cause has given or taken; the parts add up to the total. */
export function AttributionBars({ parts, total, write }: Props) {
  const largest = Math.max(1e-30, ...[...parts, { value: total }].map(({ value }) => Math.abs(toNumber(value))));
  return (
    <dl class="attribution">
      {[...parts, { name: "Together", value: total }].map(({ name, value }, index) => {
        const length = (toNumber(value) / largest) * (WIDTH / 2);
        return (
          <div key={name} class={`attribution-row ${index === parts.length ? "attribution-total" : ""}`}>
            <dt>{name}</dt>
            <dd aria-hidden="true">
              <svg class="attribution-track" viewBox={`0 0 ${String(WIDTH)} 10`} preserveAspectRatio="none">
                <rect
                  class={`attribution-bar ${value < 0n ? "attribution-loss" : "attribution-gain"}`}
                  x={WIDTH / 2 + Math.min(0, length)}
                  y={1}
                  width={Math.abs(length)}
                  height={8}
                />
                <line class="attribution-axis" x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={10} />
              </svg>
            </dd>
            <dd>{write(value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
