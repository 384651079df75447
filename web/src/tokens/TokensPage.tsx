import { useApp } from "../app/AppContext.js";
import { TokenCard } from "./TokenCard.js";

/** Every token of the registry. */
export function TokensPage() {
  const { chain } = useApp();
  const { collateral } = chain.system;
  return (
    <>
      <div class="page-head">
        <h1>Leveraged tokens</h1>
        <p>
          Each token holds a futures position at a constant multiple of its money. Mint it with {collateral.symbol} and
          redeem it at net asset value, whenever you like.
        </p>
      </div>
      <ul class="cards">
        {chain.tokens.value.map((token) => (
          <TokenCard key={token.address} token={token} />
        ))}
      </ul>
    </>
  );
}
