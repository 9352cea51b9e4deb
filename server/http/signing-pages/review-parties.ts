import { recipientsOf, senderOf } from '#domain/document.ts'
import type { ReviewParty } from '#web/signing/review-props.ts'
import { dateAndTime } from '#web/signing/tokyo-time.ts'
import type { Caller } from './visitor.ts'

/** Who has consented and who is next, as the review tells this recipient. */
export function partiesOf({
  document,
  participant,
  chrome,
}: Pick<Caller, 'document' | 'participant' | 'chrome'>): ReviewParty[] {
  const written = (at: Date | null) => at && dateAndTime(at, chrome.lang)
  const sender = senderOf(document)
  const party = ({ name, organization }: { name: string; organization: string }) => ({
    name,
    organization: organization === '' ? null : organization,
  })
  return [
    { ...party(sender), state: 'sent', at: written(document.sentAt) },
    ...recipientsOf(document).map((each) => ({
      ...party(each),
      state:
        each.id === participant.id
          ? ('you' as const)
          : each.processedAt === null
            ? each.status === 'confirming'
              ? ('asked' as const)
              : ('waiting' as const)
            : ('consented' as const),
      at: written(each.processedAt),
    })),
  ]
}
