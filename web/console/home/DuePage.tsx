import type { JSX } from 'preact'
import { senderOf } from '#domain/document.ts'
import { type DueKind, dueKinds } from '#domain/matter.ts'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { dayOf } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { homeWords } from './home-words.ts'
import { MatterFilters, type MatterScope, MatterTable, Nothing, Pages } from './MatterParts.tsx'
import { type ListedMatter, personOf } from './matter-line.ts'

/** A month of the calendar. */
export type Month = { year: number; month: number }

/** `month` null: from today on. */
type DueFilter = {
  kind: DueKind | null
  month: Month | null
  scope: MatterScope
  after: string | null
}

export type DuePageProps = {
  chrome: ConsoleChrome
  matters: ListedMatter[]
  filter: DueFilter
  /** The month in which we are. */
  thisMonth: Month
  next: string | null
  supervises: boolean
  memberId: string
}

/** `2026-12` */
function monthText({ year, month }: Month): string {
  return `${year}-${String(month).padStart(2, '0')}`
}

export function monthAfter({ year, month }: Month, by: 1 | -1): Month {
  const count = year * 12 + (month - 1) + by
  return { year: Math.floor(count / 12), month: (count % 12) + 1 }
}

function duePath({ kind, month, scope, after }: DueFilter): string {
  const query = new URLSearchParams()
  if (scope === 'team') query.set('scope', scope)
  if (kind !== null) query.set('kind', kind)
  if (month !== null) query.set('month', monthText(month))
  if (after !== null) query.set('after', after)
  return query.size === 0 ? '/console/due' : `/console/due?${query}`
}

/** What comes due, by day: from today on, or of one month. */
export function DuePage(props: DuePageProps): JSX.Element {
  const { chrome, matters, filter, next, memberId } = props
  const all = homeWords[chrome.lang]
  const words = all.dueList
  const kindNames: Partial<Record<string, string>> = words.kinds
  const untitled = wordsIn(chrome.lang).documents.untitled
  const path = (change: Partial<DueFilter>) => duePath({ ...filter, after: null, ...change })
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="due">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <div class="filters">
        <MatterFilters
          filter={filter}
          kinds={dueKinds}
          supervises={props.supervises}
          words={all}
          said={words}
          path={path}
        />
        <MonthChoice {...props} />
      </div>
      <MatterTable
        kind="days"
        caption={words.caption}
        matters={matters}
        empty={
          <Nothing
            filtered={filter.kind !== null || filter.month !== null || filter.scope === 'team'}
            clear="/console/due"
            words={words}
          />
        }
        columns={[
          {
            heading: words.columns.day,
            cell: ({ matter }) => (
              <time class="due-day" dateTime={matter.at.toISOString()}>
                {dayOf(matter.at, chrome.lang)}
              </time>
            ),
          },
          {
            heading: words.columns.document,
            cell: ({ document, matter, memo }) => (
              <>
                <a class="row-title" href={`/console/documents/${document.id}`}>
                  {document.title || untitled}
                </a>
                {matter.kind === 'turn' ? (
                  <span class="row-under">{words.turnOf(personOf({ matter, document }, chrome.lang))}</span>
                ) : null}
                <span class="row-more">{kindNames[matter.kind]}</span>
                {memo === '' ? null : <span class="row-under as-typed">{memo}</span>}
                {document.senderId === memberId ? null : (
                  <span class="row-under">{all.attention.sender(senderOf(document).name)}</span>
                )}
              </>
            ),
          },
          {
            heading: words.columns.kind,
            cell: ({ matter: { kind } }) => (
              <StatusDot tone={kind === 'alert' || kind === 'notice_end' ? 'warning' : 'active'}>
                {kindNames[kind]}
              </StatusDot>
            ),
          },
        ]}
      />
      <Pages
        first={filter.after === null ? null : path({})}
        next={next === null ? null : path({ after: next })}
        words={all}
      />
    </ConsoleLayout>
  )
}

/** From today on, or month by month; a month is an address as well. */
function MonthChoice({ chrome, filter, thisMonth }: DuePageProps): JSX.Element {
  const words = homeWords[chrome.lang].dueList
  const shown = filter.month ?? thisMonth
  const path = (month: Month | null) => duePath({ ...filter, after: null, month })
  const said = ({ year, month }: Month) => words.month(year, month)
  return (
    <nav class="months" aria-label={words.monthLabel}>
      <a href={path(null)} {...(filter.month === null ? { 'aria-current': 'true' as const } : {})}>
        {words.fromToday}
      </a>
      <a href={path(monthAfter(shown, -1))} aria-label={words.former}>
        ‹
      </a>
      <a href={path(shown)} {...(filter.month === null ? {} : { 'aria-current': 'true' as const })}>
        {said(shown)}
      </a>
      <a href={path(monthAfter(shown, 1))} aria-label={words.next}>
        ›
      </a>
    </nav>
  )
}
