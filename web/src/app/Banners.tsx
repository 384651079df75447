import { useState } from "preact/hooks";
import { useApp } from "./AppContext.js";
import { useTicker } from "./useTicker.js";
import { formatDuration } from "../sdk.js";
import { ErrorNotice } from "../ui/ErrorNotice.js";
import { Notice } from "../ui/Notice.js";

/** What concerns the whole page: a chain that is away, a wallet that is elsewhere. */
export function Banners() {
  const { chain, holder } = useApp();
  return (
    <>
      {chain.connection.value !== "live" && (
        <div class="banner">
          <LostChain />
        </div>
      )}
      {holder.isOnWrongChain.value && (
        <div class="banner">
          <WrongChain />
        </div>
      )}
    </>
  );
}

function LostChain() {
  const { chain } = useApp();
  const now = useTicker();
  const head = chain.head.value;
  if (chain.connection.value === "restarted") {
    return (
      <Notice tone="warn">
        <span>The chain was started anew. What is shown is of the one before.</span>
        <button type="button" class="button button-small" onClick={() => location.reload()}>
          Load the new chain
        </button>
      </Notice>
    );
  }
  const age = head === undefined ? "" : ` They are ${formatDuration(Math.floor((now - head.seenAt) / 1_000))} old.`;
  return (
    <Notice tone="warn">
      <span>The chain does not answer. Figures shown are the last known ones.{age} Trying again …</span>
    </Notice>
  );
}

function WrongChain() {
  const { chain, holder } = useApp();
  const [error, setError] = useState<unknown>();
  const wallet = holder.wallet.value;
  const { chainId } = chain.system.deployment;
  return (
    <Notice tone="warn">
      <span>
        {wallet?.name} is on chain {wallet?.chainId.value}, the tokens are on chain {chainId}.
      </span>
      <button
        type="button"
        class="button button-small"
        onClick={() => {
          setError(undefined);
          wallet?.switchTo(chainId).catch(setError);
        }}
      >
        Switch to chain {chainId}
      </button>
      {error !== undefined && <ErrorNotice error={error} />}
    </Notice>
  );
}
