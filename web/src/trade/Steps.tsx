import type { Progress, Step } from "../sdk.js";

const LABELS: Record<Step, { readonly wallet: string; readonly chain: string }> = {
  permit: { wallet: "Sign the approval of exactly this amount (costs nothing)", chain: "" },
  approve: { wallet: "Approve exactly this amount in your wallet", chain: "The approval is on its way" },
  send: { wallet: "Confirm the transaction in your wallet", chain: "The transaction is on its way" },
};

interface Props {
  readonly steps: readonly Step[];
  readonly progress: Progress | undefined;
}

/** What the wallet is asked for, and how far that has come. */
export function Steps({ steps, progress }: Props) {
  const at = progress === undefined ? -1 : steps.indexOf(progress.step);
  return (
    <ol class="steps" aria-live="polite">
      {steps.map((step, index) => {
        const isDone = index < at || (index === at && progress?.state === "done");
        const isNow = index === at && !isDone;
        const { wallet, chain } = LABELS[step];
        return (
          <li key={step} class={isDone ? "done" : isNow ? "now" : ""} aria-current={isNow ? "step" : undefined}>
            <span class="mark" aria-hidden="true">
              {isDone ? "✓" : index + 1}
            </span>
            {isNow && progress?.state === "chain" ? chain : wallet}
            {isDone && <span class="visually-hidden">, done</span>}
          </li>
        );
      })}
    </ol>
  );
}
