import { useId } from "preact/hooks";

const CHOICES = ["0.1", "0.5", "1"];

interface Props {
  readonly text: string;
  readonly onInput: (text: string) => void;
  readonly problem: string | undefined;
}

/** How much less than quoted may come out before the transaction undoes itself. */
export function SlippageField({ text, onInput, problem }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>Accept at most this much less than quoted</label>
      <div class="choices">
        {CHOICES.map((choice) => (
          <button
            key={choice}
            type="button"
            class="button button-small"
            aria-pressed={text === choice}
            onClick={() => onInput(choice)}
          >
            {choice} %
          </button>
        ))}
        <span class="input-group input-short">
          <input
            id={id}
            class="input"
            inputMode="decimal"
            autocomplete="off"
            value={text}
            aria-invalid={problem !== undefined}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
          <span class="unit">%</span>
        </span>
      </div>
      {problem !== undefined && (
        <p class="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
