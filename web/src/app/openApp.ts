import { FundingRates } from "../chain/FundingRates.js";
import { History } from "../chain/History.js";
import { LiveChain } from "../chain/LiveChain.js";
import { loadDeployment } from "../chain/loadDeployment.js";
import { connectSystem, openProvider } from "../sdk.js";
import { Attributions } from "../portfolio/Attributions.js";
import { Holder } from "../wallet/Holder.js";
import { reconnectLastWallet } from "../wallet/lastWallet.js";
import type { App } from "./AppContext.js";

/** Finds the chain and reads it once. Throws when it is not there. */
export async function openApp(): Promise<App> {
  const rpc = new URL("rpc", document.baseURI).href;
  const [deployment, provider] = await Promise.all([loadDeployment(), openProvider(rpc)]);
  const chain = new LiveChain(await connectSystem(provider, deployment));
  await chain.start();
  const holder = new Holder(chain);
  void reconnectLastWallet(chain, holder);
  return {
    chain,
    holder,
    history: new History(chain),
    funding: new FundingRates(chain),
    attributions: new Attributions(chain, holder),
  };
}
