/** What is traded: the thing itself, or the perpetual future on it. */
export const MARKETS = ["spot", "perpetual"] as const;
export type Market = (typeof MARKETS)[number];

/** Where the exchange's public HTTP API serves a market. */
export interface MarketApi {
  readonly url: string;
  readonly klines: string;
  /** Request weight an address may use up in a minute. */
  readonly weightLimit: number;
}

export const APIS: Readonly<Record<Market, MarketApi>> = {
  spot: { url: "https://api.binance.com", klines: "/api/v3/klines", weightLimit: 6_000 },
  perpetual: { url: "https://fapi.binance.com", klines: "/fapi/v1/klines", weightLimit: 2_400 },
};

export const FUNDING_PATH = "/fapi/v1/fundingRate";
