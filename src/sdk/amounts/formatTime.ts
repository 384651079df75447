/** "2020-03-12 10:00:00 UTC". */
export function formatTime(seconds: bigint | number): string {
  return `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
