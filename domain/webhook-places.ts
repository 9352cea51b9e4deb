/**
 * How many tries of webhooks run at a time in a process, and who may have how many of these places: a receiver that answers
 * slowly, below the time-out, must not keep the receivers of others waiting.
 */
export const webhookPlaces = { all: 16, ofTeam: 10, ofUrl: 6, ofSlowUrl: 2, ofSlow: 8 }

/** A receiver whose last answer took longer, or that is thinking for longer now, is slow. */
export const slowMilliseconds = 3_000

/** A try that is under way. */
export type WebhookUnderWay = { target: string; teamId: string; slow: boolean }

/**
 * May one more begin? No URL has all of its team's places, no team all of the process's, and half are never those of slow receivers, however many
 * there are; a slow one has two.
 */
export function mayBegin(underWay: WebhookUnderWay[], next: WebhookUnderWay): boolean {
  const count = (which: (each: WebhookUnderWay) => boolean) => underWay.filter(which).length
  const { target, teamId, slow } = next
  return (
    count((each) => each.target === target) < mostOfUrl(slow) &&
    count((each) => each.teamId === teamId) < webhookPlaces.ofTeam &&
    (!slow || count((each) => each.slow) < webhookPlaces.ofSlow)
  )
}

/** So many tries of one URL run at a time. */
export function mostOfUrl(slow: boolean): number {
  return slow ? webhookPlaces.ofSlowUrl : webhookPlaces.ofUrl
}
