import { nav, NONE } from "../format/format.js";
import type { Token } from "../sdk.js";

/** NAV of one whole token, where there is a price to value it at. */
export function NavFigure({ token }: { readonly token: Token }) {
  return (
    <p class="figure" data-field="nav">
      {token.health === "PriceInvalid" ? NONE : nav(token.nav)}
    </p>
  );
}
