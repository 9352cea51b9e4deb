import type { JSX } from 'preact'
import type { CalendarDay } from '#domain/attribute.ts'
import { type Document, documentCan } from '#domain/document.ts'
import { tokyoDayStart } from '#domain/tokyo.ts'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { dayOf } from '../frame/console-time.ts'
import { retentionWords } from './retention-words.ts'

export type KeptFactProps = {
  document: Pick<Document, 'id' | 'status'>
  chrome: ConsoleChrome
  kept: { until: CalendarDay | null; held: boolean } | null
}

/** Until when a document is kept, and the administrator's way to hold it. */
export function KeptFact({ document, chrome, kept }: KeptFactProps): JSX.Element | null {
  if (kept === null) return null
  const words = retentionWords[chrome.lang].fact
  const { until, held } = kept
  const isUnderWay = documentCan.cancel(document)
  const state = held
    ? words.held
    : until !== null
      ? words.until(dayOf(tokyoDayStart(until), chrome.lang))
      : isUnderWay
        ? null
        : words.unknown
  if (state === null) return null
  return (
    <div>
      <dt>{words.name}</dt>
      <dd>
        {state}{' '}
        {chrome.member?.administrator === true ? (
          <a href={`/console/documents/${document.id}/hold`}>{held ? words.see : words.hold}</a>
        ) : null}
      </dd>
    </div>
  )
}
