import { signal, type ReadonlySignal } from "@preact/signals";
import type { AnnouncedWallet, Eip1193Provider } from "./eip1193.js";

const ANNOUNCE = "eip6963:announceProvider";
const REQUEST = "eip6963:requestProvider";

const found = signal<readonly AnnouncedWallet[]>([]);

addEventListener(ANNOUNCE, (event) => {
  const { detail } = event as CustomEvent<unknown>;
  if (!isAnnouncement(detail)) return;
  const others = found.value.filter(({ info }) => info.uuid !== detail.info.uuid);
  found.value = [...others, detail];
});
dispatchEvent(new Event(REQUEST));

/** The wallets of this browser that have announced themselves (EIP-6963), as they do. */
export const announcedWallets: ReadonlySignal<readonly AnnouncedWallet[]> = found;

/** The wallet of browsers whose extension announces nothing. */
export function legacyWallet(): AnnouncedWallet | undefined {
  const provider = (globalThis as { ethereum?: Eip1193Provider }).ethereum;
  if (provider === undefined || found.value.length > 0) return undefined;
  return { info: { uuid: "window.ethereum", name: "Browser wallet", icon: "", rdns: "" }, provider };
}

function isAnnouncement(detail: unknown): detail is AnnouncedWallet {
  if (typeof detail !== "object" || detail === null) return false;
  const { info, provider } = detail as Partial<AnnouncedWallet>;
  return typeof info?.uuid === "string" && typeof info.name === "string" && typeof provider?.request === "function";
}
