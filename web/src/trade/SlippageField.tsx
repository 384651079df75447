import { useId } from "preact/hooks";
import { NumberInput } from "../ui/NumberInput.js";

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
        <NumberInput id={id} unit="%" text={text} onInput={onInput} isWrong={problem !== undefined} isShort />
      </div>
      {problem !== undefined && (
        <p class="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
