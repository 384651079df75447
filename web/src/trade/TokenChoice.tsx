import { useId } from "preact/hooks";
import type { Token } from "../sdk.js";

interface Props {
  readonly label: string;
  readonly tokens: readonly Token[];
  readonly chosen: string;
  readonly onChoose: (symbol: string) => void;
}

export function TokenChoice({ label, tokens, chosen, onChoose }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} class="input" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        {tokens.map(({ symbol, name }) => (
          <option key={symbol} value={symbol}>
            {symbol}: {name}
          </option>
        ))}
      </select>
    </div>
  );
}
