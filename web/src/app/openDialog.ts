import { signal } from "@preact/signals";

export type DialogName = "wallet" | "risk";

/** The dialog that is open, if any: any part of the page may open one. */
export const openDialog = signal<DialogName | undefined>(undefined);

export function closeDialog(): void {
  openDialog.value = undefined;
}
