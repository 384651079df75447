/** The part of a JSON-RPC request the proxy looks at. */
export interface Call {
  readonly id: number | string | null;
  readonly method: string;
  readonly params?: readonly unknown[];
}

export interface Answer {
  readonly id: number | string | null;
  readonly result?: unknown;
}

/** The requests in a body; a client may send one or a list. */
export function parseBatch(body: string): readonly Call[] {
  const parsed = JSON.parse(body) as Call | readonly Call[];
  return Array.isArray(parsed) ? (parsed as readonly Call[]) : [parsed as Call];
}

export function isNewestBlock({ method, params }: Call): boolean {
  return method === "eth_getBlockByNumber" && params?.[0] === "latest";
}
