import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { NarrowingEntry } from './FindForm.tsx'
import { findWords } from './find-words.ts'
import type { Recorded } from './ListTable.tsx'
import { type FilterError, type Narrowing, narrowedByNothing } from './list-filter.ts'
import { registerWords } from './register-words.ts'

/** What the register is narrowed by, as typed. */
export const registerFields = ['day_from', 'day_to', 'min', 'max', 'party', 'incomplete'] as const
export type RegisterFilter = Record<(typeof registerFields)[number], string>

type RegisterLine = Recorded & {
  documentId: string
  title: string
  status: 'draft' | 'awaiting' | 'concluded' | 'cancelled' | 'template' | 'imported'
  concludedAt: Date | null
}

export type RegisterPageProps = {
  chrome: ConsoleChrome
  rows: RegisterLine[]
  filter: RegisterFilter
  error: FilterError | null
  count: { total: number; more: boolean } | null
  unlisted: boolean
  after: string | null
  next: string | null
}

/** 取引台帳: what the bookkeeping law asks for, of every document that is concluded. */
export function RegisterPage(props: RegisterPageProps): JSX.Element {
  const { chrome, rows, filter, count, error } = props
  const { lang } = chrome
  const words = registerWords[lang]
  const section = wordsIn(lang).documents
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents" inError={error !== null}>
      <p class="back">
        <a href="/console/documents">{wordsIn(lang).document.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Filter {...props} />
      {props.unlisted ? <Notice kind="information">{findWords[lang].unlisted}</Notice> : null}
      <div class="list-head">
        <p class="list-count" aria-live="polite">
          {count === null ? null : <strong>{findWords[lang].count(count.total, count.more)}</strong>}
        </p>
      </div>
      <div class="card table-card register">
        <Table
          caption={words.caption}
          rows={rows}
          rowKey={({ documentId }) => documentId}
          empty={
            <div class="empty">
              <h2>{words.empty.title}</h2>
              <p>{error === null ? words.empty.lead : findWords[lang].nothing.refused}</p>
              <LinkButton kind="quiet" href="/console/register">
                {words.clear}
              </LinkButton>
            </div>
          }
          columns={[
            {
              heading: words.columns.day,
              cell: (row) => row.contractAt ?? <Missing row={row} lang={lang} />,
            },
            {
              heading: words.columns.party,
              cell: (row) => row.counterparty || <Missing row={row} lang={lang} />,
            },
            {
              heading: words.columns.amount,
              align: 'right',
              cell: (row) => row.amount?.toLocaleString('en') ?? <Missing row={row} lang={lang} />,
            },
            {
              heading: words.columns.title,
              cell: (row) => (
                <a class="row-title" href={`/console/documents/${row.documentId}`}>
                  {row.title || section.untitled}
                </a>
              ),
            },
            {
              heading: words.columns.status,
              cell: ({ status }) => section.status[status],
            },
            {
              heading: words.columns.concluded,
              align: 'right',
              cell: ({ concludedAt }) =>
                concludedAt === null ? (
                  ''
                ) : (
                  <time dateTime={concludedAt.toISOString()}>{stamp(concludedAt, lang)}</time>
                ),
            },
          ]}
        />
      </div>
      <Pages {...props} />
      <form class="register-export" method="post" action="/console/register/csv">
        <FormToken value={chrome.formToken} />
        {registerFields.map((field) => (
          <input key={field} type="hidden" name={field} value={filter[field]} />
        ))}
        <Button kind="quiet">{words.csv}</Button>
        <p class="hint">{words.csvHint}</p>
      </form>
    </ConsoleLayout>
  )
}

function Missing({ row, lang }: { row: RegisterLine; lang: 'ja' | 'en' }): JSX.Element {
  const words = registerWords[lang]
  return (
    <a
      class="missing"
      href={`/console/documents/${row.documentId}/information`}
      aria-label={`${words.missing}: ${words.fill(row.title)}`}
    >
      {words.missing}
    </a>
  )
}

function Filter({ chrome, filter, error }: RegisterPageProps): JSX.Element {
  const { lang } = chrome
  const words = registerWords[lang]
  const narrowing: Narrowing = { ...narrowedByNothing, ...filter }
  const entry = { filter: narrowing, error, lang }
  return (
    <form class="register-filter" method="get" action="/console/register">
      <div class="find-fields">
        <div class="find-pair">
          <NarrowingEntry {...entry} field="day_from" type="date" />
          <NarrowingEntry {...entry} field="day_to" type="date" />
        </div>
        <div class="find-pair">
          <NarrowingEntry {...entry} field="min" />
          <NarrowingEntry {...entry} field="max" />
        </div>
        <NarrowingEntry {...entry} field="party" />
        <label class="tick">
          <input type="checkbox" name="incomplete" value="1" checked={filter.incomplete !== ''} />
          {words.incomplete}
        </label>
      </div>
      <div class="find-acts">
        <Button>{words.apply}</Button>
        <a class="plain" href="/console/register">
          {words.clear}
        </a>
      </div>
    </form>
  )
}

function Pages({ chrome, filter, after, next }: RegisterPageProps): JSX.Element | null {
  const section = wordsIn(chrome.lang).documents
  if (next === null && after === null) return null
  return (
    <nav class="pages" aria-label={section.pages}>
      {after === null ? <span /> : <a href={registerPath(filter, null)}>{section.first}</a>}
      {next === null ? null : (
        <LinkButton kind="quiet" href={registerPath(filter, next)}>
          {section.next}
        </LinkButton>
      )}
    </nav>
  )
}

function registerPath(filter: RegisterFilter, after: string | null): string {
  const pairs = Object.entries({ ...filter, after: after ?? '' }).filter(([, value]) => value !== '')
  const query = new URLSearchParams(pairs).toString()
  return query === '' ? '/console/register' : `/console/register?${query}`
}
