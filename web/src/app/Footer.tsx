import { useApp } from "./AppContext.js";
import { openDialog } from "./openDialog.js";
import { useTicker } from "./useTicker.js";
import { chainNow } from "../chain/Head.js";
import { formatTime } from "../sdk.js";

export function Footer() {
  const { chain } = useApp();
  const now = useTicker();
  const head = chain.head.value;
  const isLive = chain.connection.value === "live";
  return (
    <footer class="footer">
      <div class="footer-inner">
        <span>
          <span class={`live-dot ${isLive ? "" : "live-dot-lost"}`} aria-hidden="true" />{" "}
          {isLive ? "Following" : "Waiting for"} chain {chain.system.deployment.chainId}
          {head !== undefined && `, block ${String(head.number)}, ${formatTime(chainNow(head, now))}`}
        </span>
        <button type="button" class="button-plain" onClick={() => (openDialog.value = "risk")}>
          Risk disclosure
        </button>
        <span>The contracts have not been audited.</span>
      </div>
    </footer>
  );
}
