import { useEffect, useId, useMemo, useState } from "preact/hooks";
import {
  readSimulationStart,
  scenarioPath,
  simulate,
  type Simulation,
  type SimulationStart,
} from "../../../src/sdk/simulate/index.js";
import { useApp } from "../app/AppContext.js";
import { parsePercent, SdkError, type Token } from "../sdk.js";
import { TokenChoice } from "../trade/TokenChoice.js";
import { ErrorNotice } from "../ui/ErrorNotice.js";
import { NumberInput } from "../ui/NumberInput.js";
import { SCENARIOS, type ScenarioName } from "./scenarios.js";
import { SimulationView } from "./SimulationView.js";

/** {usd} What is supposed to be in a fund that nobody holds. */
const SEED = 100_000n * 10n ** 18n;
const DAY = 86_400;
const MOST_DAYS = 60;
/** {1} Moves beyond these need no simulation. */
const [LOWEST, HIGHEST] = [-9n * 10n ** 17n, 4n * 10n ** 18n];

/** What if the price does this or that? */
export function SimulatorPage() {
  const { chain } = useApp();
  const [symbol, setSymbol] = useState(chain.tokens.value[0]?.symbol ?? "");
  const [name, setName] = useState<ScenarioName>("there-and-back");
  const [moveText, setMoveText] = useState("-5");
  const [daysText, setDaysText] = useState("2");
  const ids = { scenario: useId(), move: useId(), days: useId() };
  const token = chain.token(symbol);
  const { start, error } = useStart(token);
  const outcome = useMemo(() => attempt(start, name, moveText, daysText), [start, name, moveText, daysText]);

  return (
    <>
      <div class="page-head">
        <h1>What if?</h1>
        <p>
          Takes a token along a path of prices with the contracts' own arithmetic: it trades when they would, at what
          their exchange would charge.
        </p>
      </div>
      <div class="stack">
        <form class="panel simulator-form" onSubmit={(event) => event.preventDefault()}>
          <div class="pair">
            <TokenChoice label="Token" tokens={chain.tokens.value} chosen={symbol} onChoose={setSymbol} />
            <div class="field">
              <label for={ids.scenario}>{token?.market ?? "The price"} …</label>
              <select
                id={ids.scenario}
                class="input"
                value={name}
                onChange={(event) => setName(event.currentTarget.value as ScenarioName)}
              >
                {Object.entries(SCENARIOS).map(([key, { label }]) => (
                  <option key={key} value={key}>
                    {label}
                  </option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for={ids.move}>By</label>
              <NumberInput id={ids.move} unit="%" text={moveText} onInput={setMoveText} />
            </div>
            {name !== "there-and-back" && (
              <div class="field">
                <label for={ids.days}>For</label>
                <NumberInput id={ids.days} unit="days" text={daysText} onInput={setDaysText} />
              </div>
            )}
          </div>
          {"problem" in outcome && (
            <p class="field-error" role="alert">
              {outcome.problem}
            </p>
          )}
        </form>
        {error !== undefined && <ErrorNotice error={error} />}
        {token !== undefined && "simulation" in outcome && (
          <SimulationView token={token} simulation={outcome.simulation} />
        )}
      </div>
    </>
  );
}

/** Where the token stands now; it stays there while somebody plays with it. */
function useStart(token: Token | undefined): { start: SimulationStart | undefined; error: unknown } {
  const { chain } = useApp();
  const [start, setStart] = useState<SimulationStart>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isWanted = true;
    setStart(undefined);
    setError(undefined);
    const head = chain.head.peek();
    if (token === undefined || head === undefined) return;
    readSimulationStart(chain.system, token, head.timestamp, SEED).then(
      (read) => isWanted && setStart(read),
      (cause: unknown) => isWanted && setError(cause),
    );
    return () => {
      isWanted = false;
    };
  }, [token?.symbol]);
  return { start, error };
}

type Outcome = { readonly simulation: Simulation } | { readonly problem: string } | { readonly waiting: true };

function attempt(start: SimulationStart | undefined, name: ScenarioName, moveText: string, daysText: string): Outcome {
  if (start === undefined) return { waiting: true };
  try {
    const move = parsePercent(`${moveText}%`, 18, "move");
    if (move < LOWEST || move > HIGHEST) return { problem: "Choose a move from -90 % to 400 %." };
    const days = Number(daysText);
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
      return { problem: `Choose a whole number of days, from 1 to ${String(MOST_DAYS)}.` };
    }
    const path = scenarioPath(start, SCENARIOS[name].moves(move, days), DAY);
    return { simulation: simulate(start, path) };
  } catch (error) {
    if (error instanceof SdkError) return { problem: error.message };
    throw error;
  }
}
