import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { FundingRates } from "../chain/FundingRates.js";
import type { History } from "../chain/History.js";
import type { LiveChain } from "../chain/LiveChain.js";
import type { Attributions } from "../portfolio/Attributions.js";
import type { Holder } from "../wallet/Holder.js";

/** What the parts of the page share: each reads in one place and is read by signal. */
export interface App {
  readonly chain: LiveChain;
  readonly holder: Holder;
  readonly history: History;
  readonly funding: FundingRates;
  readonly attributions: Attributions;
}

const AppContext = createContext<App | undefined>(undefined);
export const AppProvider = AppContext.Provider;

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error("This component needs an AppProvider around it");
  return app;
}
