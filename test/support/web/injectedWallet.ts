/** What a wallet of the tests may be told to do. */
export interface WalletSettings {
  /** Account of the node it signs with. */
  readonly address: string;
  readonly chainId: number;
  /** Whether it announces itself, or is only found as `window.ethereum`. */
  readonly isAnnounced: boolean;
}

/** How the tests reach the wallet inside the page. */
export interface WalletControls {
  /** What its owner does when asked: sign, refuse, or think about it until told. */
  mood: "sign" | "refuse" | "think";
  /** Has an owner who thinks sign. */
  decide?: () => void;
  /** Methods it was asked, in order. */
  readonly asked: string[];
  changeAccount: (address: string | undefined) => void;
}

/* What of the browser this file runs in it uses. */
declare const document: { readonly baseURI: string };
declare function addEventListener(event: string, listener: () => void): void;
declare function dispatchEvent(event: Event): void;

declare global {
  var testWallet: WalletControls;
}

/**
 * A wallet as extensions inject one, run in the page before its own code. The node's accounts are unlocked, so the node
 * signs for it.
 */
export function injectWallet(settings: WalletSettings): void {
  type Listener = (value: unknown) => void;
  const listeners = new Map<string, Set<Listener>>();
  const emit = (event: string, value: unknown) => listeners.get(event)?.forEach((listener) => listener(value));
  let chainId = settings.chainId;
  let address: string | undefined = settings.address;
  let known = [chainId];

  const controls: WalletControls = {
    mood: "sign",
    asked: [],
    changeAccount: (changed) => {
      address = changed;
      emit("accountsChanged", changed === undefined ? [] : [changed]);
    },
  };
  globalThis.testWallet = controls;

  const refuse = (code: number, message: string) => Object.assign(new Error(message), { code });
  const consent = async () => {
    if (controls.mood === "refuse") throw refuse(4001, "User rejected the request.");
    if (controls.mood === "think") await new Promise<void>((resolve) => (controls.decide = resolve));
  };
  const forward = async (method: string, params: unknown) => {
    const response = await fetch(new URL("rpc", document.baseURI), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: params ?? [] }),
    });
    const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (error !== undefined) throw Object.assign(new Error(error.message), error);
    return result;
  };

  const provider = {
    request: async ({ method, params }: { method: string; params?: unknown }) => {
      controls.asked.push(method);
      switch (method) {
        case "eth_requestAccounts":
          await consent();
          return address === undefined ? [] : [address];
        case "eth_accounts":
          return address === undefined ? [] : [address];
        case "eth_chainId":
          return `0x${chainId.toString(16)}`;
        case "wallet_switchEthereumChain": {
          await consent();
          const wanted = Number((params as [{ chainId: string }])[0].chainId);
          if (!known.includes(wanted)) throw refuse(4902, "Unrecognized chain ID.");
          chainId = wanted;
          emit("chainChanged", `0x${chainId.toString(16)}`);
          return null;
        }
        case "wallet_addEthereumChain": {
          await consent();
          chainId = Number((params as [{ chainId: string }])[0].chainId);
          known = [...known, chainId];
          emit("chainChanged", `0x${chainId.toString(16)}`);
          return null;
        }
        case "eth_sendTransaction":
        case "eth_signTypedData_v4":
          await consent();
          return forward(method, params);
        default:
          return forward(method, params);
      }
    },
    on: (event: string, listener: Listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: Listener) => listeners.get(event)?.delete(listener),
  };

  if (!settings.isAnnounced) {
    Object.assign(globalThis, { ethereum: provider });
    return;
  }
  const info = { uuid: "a3f0c1c2-0000-4000-8000-000000000001", name: "Paper Wallet", icon: "", rdns: "test.paper" };
  const announce = () => {
    dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  };
  addEventListener("eip6963:requestProvider", announce);
  announce();
}
