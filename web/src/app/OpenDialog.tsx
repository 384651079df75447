import { WalletDialog } from "../wallet/WalletDialog.js";
import { Dialog } from "../ui/Dialog.js";
import { closeDialog, openDialog } from "./openDialog.js";
import { RiskDisclosure } from "./RiskDisclosure.js";

export function OpenDialog() {
  switch (openDialog.value) {
    case "wallet":
      return <WalletDialog onClose={closeDialog} />;
    case "risk":
      return (
        <Dialog title="Risk disclosure" onClose={closeDialog}>
          <RiskDisclosure />
          <div class="dialog-actions">
            <button type="button" class="button button-primary" onClick={closeDialog}>
              Close
            </button>
          </div>
        </Dialog>
      );
    case undefined:
      return null;
  }
}
