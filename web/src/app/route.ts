import { signal } from "@preact/signals";

export type Route =
  { readonly page: "tokens" | "portfolio" | "simulator" } | { readonly page: "token"; readonly symbol: string };

/** Where the address bar says one is: `#/`, `#/portfolio`, `#/simulator` or `#/token/BTC3L`. */
export const route = signal<Route>(parseRoute(location.hash));

addEventListener("hashchange", () => {
  route.value = parseRoute(location.hash);
});

export const tokenLink = (symbol: string) => `#/token/${encodeURIComponent(symbol)}`;

export function parseRoute(hash: string): Route {
  const [page = "", symbol = ""] = hash.replace(/^#\/?/, "").split("/");
  if (page === "portfolio" || page === "simulator") return { page };
  if (page === "token" && symbol !== "") return { page, symbol: decodeSymbol(symbol) };
  return { page: "tokens" };
}

function decodeSymbol(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
