interface Props {
  readonly id: string;
  readonly unit: string;
  readonly text: string;
  readonly onInput: (text: string) => void;
  readonly isWrong?: boolean;
  /** Id of what says why it is wrong. */
  readonly problemId?: string | undefined;
  readonly isShort?: boolean;
}

/** A decimal number as text, with its unit behind it. */
export function NumberInput({ id, unit, text, onInput, isWrong = false, problemId, isShort = false }: Props) {
  return (
    <span class={`input-group ${isShort ? "input-short" : ""}`}>
      <input
        id={id}
        class="input"
        inputMode="decimal"
        autocomplete="off"
        spellcheck={false}
        placeholder="0"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={problemId}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span class="unit">{unit}</span>
    </span>
  );
}
