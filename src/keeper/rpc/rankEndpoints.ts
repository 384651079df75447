/** What is known of an endpoint when one has to be chosen. */
export interface EndpointView {
  /** Its newest head is older than what others have shown, or on another chain. */
  readonly isBehind: boolean;
  /** It failed several times in a row and is being left alone. */
  readonly isBroken: boolean;
  /** It asked for a pause, failed or hesitated a moment ago. */
  readonly isResting: boolean;
}

/** The order in which endpoints are asked, by index: sound ones first, among equals as configured. */
export function rankEndpoints(views: readonly EndpointView[]): number[] {
  const penalty = ({ isBehind, isBroken, isResting }: EndpointView) =>
    (isBehind ? 4 : 0) + (isBroken ? 2 : 0) + (isResting ? 1 : 0);
  return views
    .map((view, index) => ({ index, penalty: penalty(view) }))
    .sort((a, b) => a.penalty - b.penalty || a.index - b.index)
    .map(({ index }) => index);
}
