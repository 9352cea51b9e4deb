import type { JSX } from 'preact'
import type { ParkedJob } from '#domain/parked-job.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { parkedWords } from './parked-words.ts'

type ParkedNoticeProps = { chrome: ConsoleChrome; documentId: string; jobs: ParkedJob[] }

/** On a document's page: what of it has stopped, what that means, and for administrators the way on. */
export function ParkedNotice({ chrome, documentId, jobs }: ParkedNoticeProps): JSX.Element | null {
  const words = parkedWords[chrome.lang]
  const kinds = [...new Set(jobs.map(({ kind }) => kind))]
  if (kinds.length === 0) return null
  return (
    <Notice kind="warning">
      {kinds.map((kind) => (
        <p key={kind}>
          {words.notice(words.kinds[kind])}
          {words.means[kind]}
        </p>
      ))}
      {chrome.member?.administrator === true ? (
        <form method="post" action="/console/parked/retry" data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="document" value={documentId} />
          <Button kind="quiet">{words.retry}</Button>
        </form>
      ) : (
        <p>{words.asksAdministrator}</p>
      )}
    </Notice>
  )
}
