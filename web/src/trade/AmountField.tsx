import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly unit: string;
  readonly text: string;
  readonly onInput: (text: string) => void;
  /** What is wrong with what was typed. */
  readonly problem: string | undefined;
  /** What there is to spend, as a person reads it and to the last unit. */
  readonly balance: { readonly shown: string; readonly exact: string } | undefined;
}

/** A decimal number with its unit, and a button for all there is. */
export function AmountField({ label, unit, text, onInput, problem, balance }: Props) {
  const id = useId();
  const problemId = `${id}-problem`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="input-group">
        <input
          id={id}
          class="input"
          inputMode="decimal"
          autocomplete="off"
          spellcheck={false}
          placeholder="0"
          value={text}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : problemId}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <span class="unit">{unit}</span>
      </div>
      {balance !== undefined && (
        <p class="field-hint">
          You have {balance.shown}.{" "}
          <button type="button" class="button-plain" onClick={() => onInput(balance.exact)}>
            Use all
          </button>
        </p>
      )}
      {problem !== undefined && (
        <p class="field-error" id={problemId} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
