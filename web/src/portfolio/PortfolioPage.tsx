import { useApp } from "../app/AppContext.js";
import { openDialog } from "../app/openDialog.js";
import { tokenLink } from "../app/route.js";
import { money, shares } from "../format/format.js";
import { AttributionView } from "./AttributionView.js";
import { worthOf } from "./worthOf.js";

/** All that a holder has here, what it is worth, and why it is worth that. */
export function PortfolioPage() {
  const { chain, holder, attributions } = useApp();
  const { collateral } = chain.system;
  const account = holder.account.value;
  if (holder.address.value === undefined) {
    return (
      <div class="stack">
        <h1>Portfolio</h1>
        <p class="soft">Connect a wallet to see what it holds and what became of it.</p>
        <p>
          <button
            type="button"
            class="button button-primary"
            onClick={() => {
              openDialog.value = "wallet";
            }}
          >
            Connect a wallet
          </button>
        </p>
      </div>
    );
  }
  const all = attributions.all.value;
  if (account === undefined || all === undefined) return <p class="soft">Reading your holdings …</p>;
  const worth = worthOf(chain.tokens.value, account);
  return (
    <>
      <div class="page-head">
        <h1>Portfolio</h1>
        <p>
          <strong>{money(worth, collateral)}</strong> in tokens, {money(account.collateral, collateral)} in your wallet.
        </p>
      </div>
      {all.length === 0 && (
        <p class="soft">
          No tokens yet. <a href="#/">Choose one</a> to begin.
        </p>
      )}
      <div class="stack">
        {all.map((attribution) => {
          const token = chain.token(attribution.token);
          return (
            token !== undefined && (
              <section key={attribution.token} class="panel" data-holding={attribution.token}>
                <h2>
                  <a href={tokenLink(attribution.token)}>{attribution.token}</a>
                  {", "}
                  {attribution.shares === 0n ? "given up" : shares(account.shares[attribution.token] ?? 0n)}
                </h2>
                <AttributionView token={token} attribution={attribution} />
              </section>
            )
          );
        })}
      </div>
    </>
  );
}
