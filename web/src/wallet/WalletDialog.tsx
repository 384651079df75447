import { useState } from "preact/hooks";
import { useApp } from "../app/AppContext.js";
import { LOCAL_CHAIN_ID } from "../sdk.js";
import { Dialog } from "../ui/Dialog.js";
import { ErrorNotice } from "../ui/ErrorNotice.js";
import { connectInjected } from "./connectInjected.js";
import { announcedWallets, legacyWallet } from "./discoverWallets.js";
import { openTestWallet, rememberWallet, TEST_WALLET } from "./lastWallet.js";
import type { AnnouncedWallet } from "./eip1193.js";
import type { Wallet } from "./Wallet.js";

/** Lets somebody choose among the wallets of this browser, and on a local chain the test wallet. */
export function WalletDialog({ onClose }: { readonly onClose: () => void }) {
  const { chain, holder } = useApp();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const isLocal = chain.system.deployment.chainId === LOCAL_CHAIN_ID;
  const legacy = legacyWallet();
  const wallets = legacy === undefined ? announcedWallets.value : [legacy];

  const connect = async (open: () => Promise<Wallet>, id: string) => {
    setBusy(true);
    setError(undefined);
    try {
      holder.connect(await open());
      rememberWallet(id);
      onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog title="Connect a wallet" onClose={onClose}>
      <div class="stack">
        <ul class="wallets">
          {wallets.map((wallet) => (
            <li key={wallet.info.uuid}>
              <button
                type="button"
                class="button button-wide"
                disabled={busy}
                onClick={() => void connect(() => connectInjected(wallet), wallet.info.rdns)}
              >
                <WalletIcon wallet={wallet} />
                {wallet.info.name}
              </button>
            </li>
          ))}
          {isLocal && (
            <li>
              <button
                type="button"
                class="button button-wide"
                disabled={busy}
                onClick={() => void connect(() => openTestWallet(chain), TEST_WALLET)}
              >
                <span>
                  Local test wallet <span class="badge badge-warn">for tries only</span>
                  <br />
                  <span class="soft small">
                    A public key with play money on chain {LOCAL_CHAIN_ID}. Nothing to install.
                  </span>
                </span>
              </button>
            </li>
          )}
        </ul>
        {wallets.length === 0 && (
          <p class="soft">
            This browser has no wallet extension.{" "}
            {isLocal ? "The test wallet does without." : "Install one, then reload."}
          </p>
        )}
        {error !== undefined && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}

/** A wallet's own picture, which must be data: the page fetches nothing from elsewhere. */
function WalletIcon({ wallet: { info } }: { readonly wallet: AnnouncedWallet }) {
  return info.icon.startsWith("data:image/") ? <img src={info.icon} alt="" /> : null;
}
