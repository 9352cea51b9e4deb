import type { JSX } from 'preact'
import { type ConsoleSession, shortenedAddress } from '#domain/console-session.ts'
import { deviceOf } from '#domain/device.ts'
import type { Language } from '#domain/language.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { meWordsIn } from './me-words.ts'

export type SessionListProps = { chrome: ConsoleChrome; sessions: ConsoleSession[]; here: string }

/** Where a member is signed in, in words that they know their devices by. */
export function SessionList({ chrome, sessions, here }: SessionListProps): JSX.Element {
  const words = meWordsIn(chrome.lang).sessions
  const columns = [
    {
      heading: words.columns.device,
      cell: (each: ConsoleSession) => (
        <>
          {deviceWords(each.userAgent, chrome.lang)}
          {each.id === here ? <span class="session-here">{words.here}</span> : null}
        </>
      ),
    },
    { heading: words.columns.last, cell: (each: ConsoleSession) => stamp(each.seenAt, chrome.lang) },
    { heading: words.columns.first, cell: (each: ConsoleSession) => stamp(each.createdAt, chrome.lang) },
    {
      heading: words.columns.address,
      cell: (each: ConsoleSession) => (each.address === null ? '–' : shortenedAddress(each.address)),
    },
    {
      heading: words.columns.act,
      cell: (each: ConsoleSession) =>
        each.id === here ? null : (
          <form method="post" action={`/console/me/sessions/${each.id}/end`}>
            <FormToken value={chrome.formToken} />
            <button
              class="plain"
              type="submit"
              aria-label={words.endNamed(deviceWords(each.userAgent, chrome.lang))}
            >
              {words.end}
            </button>
          </form>
        ),
    },
  ]
  return (
    <section class="card" id="sessions" aria-labelledby="sessions-heading">
      <h2 id="sessions-heading">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      <Table caption={words.caption} columns={columns} rows={sessions} rowKey={({ id }) => id} empty={null} />
      {sessions.length < 2 ? null : (
        <form method="post" action="/console/me/sessions/end-others">
          <FormToken value={chrome.formToken} />
          <Button kind="quiet">{words.endOthers}</Button>
        </form>
      )}
    </section>
  )
}

function deviceWords(userAgent: string | null, lang: Language): string {
  const { browser, system } = deviceOf(userAgent)
  const words = meWordsIn(lang).sessions
  if (browser !== null && system !== null) return words.onSystem(browser, system)
  return browser ?? system ?? words.unknown
}
