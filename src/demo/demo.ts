import type { PricePoint } from "../prices/index.js";
import { countPoints, type Path, WAD } from "../prices/index.js";
import type { Check } from "./checks.js";
import { formatPercent, formatWad } from "./money.js";
import { march2020, seeSaw, steadyRise } from "./paths.js";
import { type Outcome, play } from "./play.js";
import { openStage } from "./stage.js";

/** {usd} What each wallet brings. */
export const DOLLARS = 10_000n;

/** {1} The steps of the made-up stretches, WAD: 1 %. */
const STRETCH_STEP = WAD / 100n;

/** A made-up path that shows one thing leverage does. */
export interface Stretch {
  readonly title: string;
  readonly shows: string;
  readonly outcome: Outcome;
}

export interface DemoResult {
  /** What was replayed: "March 2020" or a file's name. */
  readonly source: string;
  /** {1} WAD */
  readonly step: bigint;
  readonly main: Outcome;
  readonly stretches: readonly Stretch[];
  /** What this demo sets out to show, and whether it did. */
  readonly claims: readonly Check[];
}

export interface DemoOptions {
  /** {1} WAD */
  readonly step: bigint;
  /** A path of one's own; without it, March 2020 and the two stretches. */
  readonly own?: { readonly source: string; readonly path: Path } | undefined;
  readonly onProgress?: Progress | undefined;
}

/** Told what begins, and after each update how far it has come. */
export interface Progress {
  begin(title: string, updates: number, first: PricePoint): void;
  update(count: number, point: PricePoint): void;
  end(): void;
}

/** Plays the whole demo on a chain of its own. */
export async function runDemo({ step, own, onProgress }: DemoOptions): Promise<DemoResult> {
  const { source, path } = own ?? { source: "March 2020", path: march2020() };
  const stage = await openStage(path.first);
  const run = async (title: string, walked: Path, stepped: bigint): Promise<Outcome> => {
    onProgress?.begin(title, countPoints(walked, stepped), walked.first);
    const onUpdate = onProgress?.update.bind(onProgress);
    const outcome = await play(stage, { path: walked, step: stepped, dollars: DOLLARS, onUpdate });
    onProgress?.end();
    return outcome;
  };
  try {
    const deployed = await stage.chain.snapshot();
    const main = await run(source, path, step);
    if (own !== undefined) return { source, step, main, stretches: [], claims: [] };

    await stage.chain.revert(deployed);
    const again = await stage.chain.snapshot();
    const rise = await run("a steady rise", steadyRise(path.first.time), STRETCH_STEP);
    await stage.chain.revert(again);
    const saw = await run("a see-saw", seeSaw(path.first.time), STRETCH_STEP);
    const stretches = [
      {
        title: "A steady rise: 30 days of +1 % each",
        shows:
          "Gains are reinvested every day, so three times leverage makes more than three times the period's return.",
        outcome: rise,
      },
      {
        title: "A see-saw: 30 days, up 5 % and back to the start, over and over",
        shows: "Buying after each rise and selling after each fall costs money both ways: long and short lose alike.",
        outcome: saw,
      },
    ];
    return { source, step, main, stretches, claims: [survivedByDrift(main), compounded(rise), decayed(saw)] };
  } finally {
    await stage.close();
  }
}

/** All checks of all parts. */
export function allChecks({ main, stretches, claims }: DemoResult): Check[] {
  const ofStretches = stretches.flatMap(({ title, outcome }) => {
    return outcome.checks.map((check) => ({ ...check, what: `${title}: ${check.what}` }));
  });
  return [...main.checks, ...ofStretches, ...claims];
}

/** The 12th of March: what the whole machinery is for. */
function survivedByDrift({ tokens, days, trades }: Outcome): Check {
  const crash = days.find(({ start }) => start === Date.UTC(2020, 2, 12) / 1000);
  const drifts = crash?.tokens
    .find(({ symbol }) => symbol === "BTC3L")
    ?.trades.filter(({ reason }) => reason === "Drift");
  const emergencies = trades.filter(({ symbol, reason }) => symbol === "BTC3L" && reason === "Emergency");
  const token = tokens.find(({ symbol }) => symbol === "BTC3L");
  const count = drifts?.length ?? 0;
  return {
    what: "BTC3L came through 12 March by trades for reason Drift",
    passed: token?.health === "Live" && token.nav > 0n && count > 0,
    detail: `${String(count)} that day, ${String(emergencies.length)} emergencies`,
  };
}

function compounded({ wallets }: Outcome): Check {
  const holder = wallets.find(({ symbol }) => symbol === "BTC3L");
  return {
    what: "in a steady rise BTC3L makes more than three times the period's return",
    passed: holder !== undefined && holder.received > holder.asMultiple,
    detail:
      holder === undefined ? "no BTC3L" : `${formatWad((holder.received * WAD) / holder.asMultiple, 2)} times as much`,
  };
}

function decayed({ wallets }: Outcome): Check {
  const losers = wallets.filter(({ symbol, received, paid }) => /3[LS]$/.test(symbol) && received < paid);
  return {
    what: "in a see-saw both BTC3L and BTC3S lose",
    passed: losers.length === 2,
    detail: losers
      .map(({ symbol, received, paid }) => `${symbol} ${formatPercent((received * WAD) / paid - WAD)}`)
      .join(", "),
  };
}
