import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { SearchEntry } from '../frame/SearchForm.tsx'
import { fact, inOneLine } from '../words/marks.ts'
import { wordsIn } from '../words/words.ts'
import { FilterPanel, findFormId, NarrowedBy, NarrowingEntry } from './FindForm.tsx'
import { findWords } from './find-words.ts'
import { type FilterError, type Narrowing, narrowedByNothing } from './list-filter.ts'
import type { Recorded } from './list-line.ts'
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
      <div class="list-top">
        <h1>{words.title}</h1>
        <search class="find">
          <form id={findFormId} method="get" action="/console/register">
            {filter.incomplete === '' ? null : <input type="hidden" name="incomplete" value="1" />}
            <SearchEntry search={filter.party} words={words.columns.party} name="party" />
            <Button kind="quiet">{findWords[lang].button}</Button>
          </form>
        </search>
      </div>
      <p class="note register-lead">{words.lead}</p>
      {props.unlisted ? <Notice kind="information">{findWords[lang].unlisted}</Notice> : null}
      <Filter {...props} />
      <div class="list-line">
        <p class="list-count" aria-live="polite">
          {count === null ? null : <strong>{findWords[lang].count(count.total, count.more)}</strong>}
        </p>
        <NarrowedBy said={saidBy(filter, lang)} lang={lang} />
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
              desk: true,
              cell: (row) => row.contractAt ?? <Missing row={row} lang={lang} />,
            },
            {
              heading: words.columns.party,
              desk: true,
              cell: (row) => row.counterparty || <Missing row={row} lang={lang} />,
            },
            {
              heading: words.columns.amount,
              align: 'right',
              desk: true,
              cell: (row) => row.amount?.toLocaleString('en') ?? <Missing row={row} lang={lang} />,
            },
            {
              heading: words.columns.title,
              cell: (row) => (
                <>
                  <a class="row-title" href={`/console/documents/${row.documentId}`}>
                    {row.title || section.untitled}
                  </a>
                  <span class="row-more">
                    <RecordedLine row={row} lang={lang} />
                  </span>
                </>
              ),
            },
            {
              heading: words.columns.status,
              desk: true,
              cell: ({ status }) => section.status[status],
            },
            {
              heading: words.columns.concluded,
              align: 'right',
              desk: true,
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
      <form class="list-export" method="post" action="/console/register/csv">
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

/** Day, counterparty and amount under the title, on a phone. */
function RecordedLine({ row, lang }: { row: RegisterLine; lang: Language }): JSX.Element {
  const { contractAt, counterparty, amount } = row
  const said = [contractAt ?? '', counterparty, amount?.toLocaleString('en') ?? ''].filter(
    (each) => each !== '',
  )
  if (said.length === 3) return <>{inOneLine(said, lang)}</>
  return (
    <>
      {said.map((each) => `${each} `)}
      <Missing row={row} lang={lang} />
    </>
  )
}

function Missing({ row, lang }: { row: RegisterLine; lang: Language }): JSX.Element {
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

/** What is typed, beside the counterparty, whose entry stands at the top. */
const typedFields = ['day_from', 'day_to', 'min', 'max'] as const

/** Each of what is said, with the address without it. */
function saidBy(filter: RegisterFilter, lang: Language) {
  const { fields } = findWords[lang]
  return (['party', ...typedFields] as const)
    .filter((field) => filter[field] !== '')
    .map((field) => ({
      line: fact(fields[field], filter[field], lang),
      without: registerPath({ ...filter, [field]: '' }, null),
    }))
}

function Filter({ chrome, filter, error }: RegisterPageProps): JSX.Element {
  const { lang } = chrome
  const words = registerWords[lang]
  const narrowing: Narrowing = { ...narrowedByNothing, ...filter }
  const entry = { filter: narrowing, error, lang, form: findFormId }
  return (
    <div class="list-bar">
      <nav class="states" aria-label={words.which}>
        <ul class="tabs">
          {['', '1'].map((incomplete) => (
            <li key={incomplete}>
              <a
                href={registerPath({ ...filter, incomplete }, null)}
                {...((incomplete === '') === (filter.incomplete === '')
                  ? { 'aria-current': 'true' as const }
                  : {})}
              >
                {incomplete === '' ? words.all : words.incomplete}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <FilterPanel
        said={typedFields.filter((field) => filter[field] !== '').length}
        open={error !== null}
        clear="/console/register"
        lang={lang}
      >
        <div class="find-fields">
          <div class="find-pair">
            <NarrowingEntry {...entry} field="day_from" type="date" />
            <NarrowingEntry {...entry} field="day_to" type="date" />
          </div>
          <div class="find-pair">
            <NarrowingEntry {...entry} field="min" />
            <NarrowingEntry {...entry} field="max" />
          </div>
        </div>
      </FilterPanel>
    </div>
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
