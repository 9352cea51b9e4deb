import { mayBegin, mostOfUrl, slowMilliseconds, type WebhookUnderWay } from '#domain/webhook-places.ts'
import type { Clock } from '../ports.ts'
import type { WebhookPlaces } from '../webhook-ports.ts'

/** Of so many receivers this process remembers that they were slow; the oldest are forgotten. */
const mostRemembered = 10_000

type Trying = Pick<WebhookUnderWay, 'target' | 'teamId'> & { since: number }

/** Who has which places, in this process. Nothing of it needs to outlive the process: the tries end with it. */
export function webhookPlacesOf(clock: Clock): WebhookPlaces {
  const underWay = new Set<Trying>()
  const wasSlow = new Set<string>()
  const more = new Set<string>()

  const isSlow = (target: string) =>
    wasSlow.has(target) || [...underWay].some((each) => each.target === target && isLong(each))
  const isLong = ({ since }: Trying) => clock.now().getTime() - since > slowMilliseconds

  function left(trying: Trying): void {
    if (!underWay.delete(trying)) return
    wasSlow.delete(trying.target)
    if (!isLong(trying)) return
    wasSlow.add(trying.target)
    for (const oldest of wasSlow) {
      if (wasSlow.size <= mostRemembered) return
      wasSlow.delete(oldest)
    }
  }

  return {
    enter({ id: target, teamId }) {
      const trying = [...underWay].map((each) => ({ ...each, slow: isSlow(each.target) }))
      if (!mayBegin(trying, { target, teamId, slow: isSlow(target) })) {
        more.add(target)
        return null
      }
      const mine = { target, teamId, since: clock.now().getTime() }
      underWay.add(mine)
      return () => left(mine)
    },
    most: (target) => mostOfUrl(isSlow(target)),
    waits: (target) => more.has(target),
    noteWaiting(targets) {
      more.clear()
      for (const target of targets) more.add(target)
    },
  }
}
