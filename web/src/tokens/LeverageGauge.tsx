import { times } from "../format/format.js";
import { at, toNumber } from "../format/ratio.js";
import type { Token } from "../sdk.js";

/** {px} Heights; widths are parts of whatever room there is. */
const BAR = { top: 10, height: 10 };
const SCALE_LINE = 34;

/** Real leverage between its bounds: inside the band nothing happens, outside a rebalance is due. Nothing without bands. */
export function LeverageGauge({ token }: { readonly token: Token }) {
  const { leverage, targetLeverage, bands } = token;
  if (bands === undefined) return null;
  const target = Math.abs(toNumber(targetLeverage));
  const [lower, upper, emergency] = [bands.lowerBand, bands.upperBand, bands.emergencyBand].map(
    (band) => target * toNumber(band),
  ) as [number, number, number];
  const real = Math.abs(toNumber(leverage));
  const end = emergency * 1.15;
  const x = (value: number) => (Math.min(value, end) / end) * 100;
  const sign = targetLeverage < 0n ? "−" : "";
  const label = (value: number) => `${sign}${value.toFixed(2).replace(/\.?0+$/, "")}×`;
  const isKnown = token.supply > 0n && (token.health === "Live" || token.health === "VenueHalted");
  const text = isKnown
    ? `${times(leverage)} real, target ${times(targetLeverage)}, band ${label(lower)} to ${label(upper)}`
    : `not known now, target ${times(targetLeverage)}, band ${label(lower)} to ${label(upper)}`;
  return (
    <div class="gauge">
      <div class="gauge-legend">
        <span>
          Leverage <strong>{isKnown ? times(leverage) : "–"}</strong>
        </span>
        <span class="soft">target {times(targetLeverage)}</span>
      </div>
      <svg class="gauge-track" role="img" aria-label={`Leverage of ${token.symbol}: ${text}`}>
        <Zone name="drift" from={x(0)} to={x(lower)} />
        <Zone name="safe" from={x(lower)} to={x(upper)} />
        <Zone name="drift" from={x(upper)} to={x(emergency)} />
        <Zone name="emergency" from={x(emergency)} to={100} />
        <line
          class="gauge-target"
          x1={at(x(target))}
          x2={at(x(target))}
          y1={BAR.top - 6}
          y2={BAR.top + BAR.height + 4}
        />
        {isKnown && <rect class="gauge-marker" x={at(x(real))} y={BAR.top - 4} width={4} height={18} rx={2} />}
        {[lower, target, upper, emergency].map((value) => (
          <text key={value} class="gauge-scale" x={at(x(value))} y={SCALE_LINE} text-anchor="middle">
            {label(value)}
          </text>
        ))}
      </svg>
    </div>
  );
}

function Zone({ name, from, to }: { readonly name: string; readonly from: number; readonly to: number }) {
  return <rect class={`gauge-${name}`} x={at(from)} y={BAR.top} width={at(to - from)} height={BAR.height} />;
}
