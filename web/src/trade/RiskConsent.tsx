import { Dialog } from "../ui/Dialog.js";
import { RiskDisclosure } from "../app/RiskDisclosure.js";

interface Props {
  readonly onAccept: () => void;
  readonly onClose: () => void;
}

/** Shown before an account's first mint. */
export function RiskConsent({ onAccept, onClose }: Props) {
  return (
    <Dialog title="Before you mint for the first time" onClose={onClose}>
      <RiskDisclosure />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Not now
        </button>
        <button type="button" class="button button-primary" onClick={onAccept}>
          I understand, go on
        </button>
      </div>
    </Dialog>
  );
}
