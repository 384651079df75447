import { useApp } from "../app/AppContext.js";
import { openDialog } from "../app/openDialog.js";
import { money, shortAddress } from "../format/format.js";
import { forgetWallet } from "./lastWallet.js";

/** Connects a wallet, or says which one is connected. */
export function WalletButton() {
  const { chain, holder } = useApp();
  const wallet = holder.wallet.value;
  const address = holder.address.value;
  if (wallet === undefined || address === undefined) {
    return (
      <button type="button" class="button button-primary" onClick={() => (openDialog.value = "wallet")}>
        Connect wallet
      </button>
    );
  }
  const account = holder.account.value;
  return (
    <>
      <span class="wallet-summary small" title={address}>
        {wallet.isTest && <span class="badge badge-warn">Test wallet</span>} {shortAddress(address)}
        {account !== undefined && (
          <span class="soft wallet-balance">{money(account.collateral, chain.system.collateral)}</span>
        )}
      </span>
      <button
        type="button"
        class="button button-small"
        onClick={() => {
          forgetWallet();
          holder.disconnect();
        }}
      >
        Disconnect
      </button>
    </>
  );
}
