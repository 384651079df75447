import { useId } from "preact/hooks";
import { NumberInput } from "../ui/NumberInput.js";

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
      <NumberInput
        id={id}
        unit={unit}
        text={text}
        onInput={onInput}
        isWrong={problem !== undefined}
        problemId={problem === undefined ? undefined : problemId}
      />
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
