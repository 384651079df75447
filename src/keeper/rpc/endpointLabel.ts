/** What logs and metrics call an endpoint: its host alone, since paths, queries and user names carry access keys. */
export function endpointLabel(url: string): string {
  return new URL(url).host;
}
