import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'

type Choice = { href: string; words: string; chosen: boolean }

/** What a list is narrowed to; each choice is an address. */
export function ChoiceTabs({ label, choices }: { label: string; choices: Choice[] }): JSX.Element {
  return (
    <nav aria-label={label}>
      <ul class="tabs">
        {choices.map(({ href, words, chosen }) => (
          <li key={href}>
            <a href={href} {...(chosen ? { 'aria-current': 'true' as const } : {})}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export type PagesProps = {
  first: string | null
  next: string | null
  words: { pages: string; first: string; nextPage: string }
}

/** The ways to the first and to the next page of a list, where there are any. */
export function Pages({ first, next, words }: PagesProps): JSX.Element | null {
  if (first === null && next === null) return null
  return (
    <nav class="pages" aria-label={words.pages}>
      {first === null ? <span /> : <a href={first}>{words.first}</a>}
      {next === null ? null : (
        <LinkButton kind="quiet" href={next}>
          {words.nextPage}
        </LinkButton>
      )}
    </nav>
  )
}

type NothingProps = {
  filtered: boolean
  clear: string
  words: { emptyTitle: string; emptyLead: string; nothing: string; clear: string }
}

/** Why a list is empty, and the way out of its filters. */
export function Nothing({ filtered, clear, words }: NothingProps): JSX.Element {
  if (!filtered)
    return (
      <div class="empty">
        <h2>{words.emptyTitle}</h2>
        <p>{words.emptyLead}</p>
      </div>
    )
  return (
    <div class="empty">
      <h2>{words.nothing}</h2>
      <LinkButton kind="quiet" href={clear}>
        {words.clear}
      </LinkButton>
    </div>
  )
}
