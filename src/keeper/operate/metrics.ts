import { Counter, Gauge, Histogram, type Registry } from "prom-client";

const TOKEN = ["token"] as const;

/** Everything `/metrics` shows, in Prometheus' base units: seconds, ratios, whole coins. */
export function createMetrics(register: Registry) {
  const registers = [register];
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Gauge<T>({ name: `keeper_${name}`, help, labelNames: [...labelNames], registers });
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter<T>({ name: `keeper_${name}`, help, labelNames: [...labelNames], registers });

  return {
    nav: gauge("token_nav_usd", "NAV of one whole token", TOKEN),
    leverage: gauge("token_leverage_ratio", "Real leverage, signed", TOKEN),
    target: gauge("token_target_leverage_ratio", "Target leverage, signed", TOKEN),
    price: gauge("token_index_price_usd", "Index price of the token's market", TOKEN),
    priceAge: gauge("token_price_age_seconds", "Age of that price in chain time", TOKEN),
    triggerDistance: gauge("token_trigger_distance_ratio", "Price move, as a fraction, that reaches a trigger", [
      "token",
      "trigger",
    ] as const),
    health: gauge("token_health", "1 for the state the token is in", ["token", "health"] as const),
    dueSeconds: gauge("token_due_seconds", "How long a rebalance has been seen due; 0 if none is", TOKEN),
    blocked: gauge("token_blocked", "1 for what stands in the way of a rebalance", ["token", "reason"] as const),
    blockedSeconds: gauge(
      "token_blocked_seconds",
      "How long that has been known, chain time; 0 if nothing does",
      TOKEN,
    ),
    isEmergency: gauge("token_emergency", "1 while an emergency is due or blocked", TOKEN),
    rebalancedAt: gauge("token_last_rebalance_timestamp_seconds", "Last rebalance by anyone, chain time", TOKEN),
    lastSuccess: gauge("token_last_success_timestamp_seconds", "Last rebalance by this keeper", TOKEN),

    transactions: counter("transactions_total", "Transactions by outcome", ["outcome"] as const),
    sent: counter("transactions_sent_total", "Transactions offered to a node", ["kind"] as const),
    rebalances: counter("rebalances_total", "Tokens rebalanced or settled by this keeper", TOKEN),
    gasUsed: counter("gas_used_total", "Gas of mined transactions"),
    gasSpent: counter("gas_spent_coins_total", "What that gas cost, in whole coins of the chain"),
    errors: counter("errors_total", "Errors by class", ["class"] as const),
    balance: gauge("wallet_balance_coins", "Of the wallet, in whole coins of the chain"),
    inFlight: gauge("transaction_in_flight_seconds", "Age of the transaction in flight; 0 if none is"),

    head: gauge("head_block", "Newest block seen"),
    headAge: gauge("head_age_seconds", "Age of that block by this machine's clock"),
    blockLag: gauge("block_lag", "Blocks by which the endpoint in use is behind the best one"),
    reorgs: counter("reorgs_total", "Times the chain went to another branch"),
    requests: counter("rpc_requests_total", "Requests by method, endpoint and outcome", [
      "method",
      "endpoint",
      "outcome",
    ] as const),
    ticks: counter("ticks_total", "Looks at all tokens", ["outcome"] as const),
    tickSeconds: new Histogram({
      name: "keeper_tick_seconds",
      help: "How long a look at all tokens takes",
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    lastTick: gauge("last_tick_timestamp_seconds", "Last successful look at all tokens"),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
