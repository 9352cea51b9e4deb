import type { JSX } from 'preact'
import type { MatterKind } from '#domain/matter.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Table, type TableColumn } from '#web/ui/Table.tsx'
import type { HomeWords } from './home-words.ts'
import type { ListedMatter } from './matter-line.ts'

/** Whose documents, where there are others'. */
export type MatterScope = 'own' | 'team'

type FiltersProps<Kind extends MatterKind> = {
  filter: { kind: Kind | null; scope: MatterScope }
  kinds: readonly Kind[]
  supervises: boolean
  words: HomeWords
  /** Names the choice of a kind, all of them, and each. */
  said: { filterLabel: string; all: string; kinds: Record<Kind, string> }
  path: (change: { kind?: Kind | null; scope?: MatterScope }) => string
}

/** By whose documents and by which kind a list of matters is narrowed. */
export function MatterFilters<Kind extends MatterKind>(props: FiltersProps<Kind>): JSX.Element {
  const { filter, kinds, supervises, said, path } = props
  const words = props.words.attention
  return (
    <>
      {supervises ? (
        <ChoiceTabs
          label={words.scopeLabel}
          choices={(['own', 'team'] as const).map((scope) => ({
            href: path({ scope }),
            words: words.scopes[scope],
            chosen: scope === filter.scope,
          }))}
        />
      ) : null}
      <ChoiceTabs
        label={said.filterLabel}
        choices={[null, ...kinds].map((kind) => ({
          href: path({ kind }),
          words: kind === null ? said.all : said.kinds[kind],
          chosen: kind === filter.kind,
        }))}
      />
    </>
  )
}

type MatterTableProps = {
  /** What is told of its columns on a phone. */
  kind: 'attended' | 'days'
  caption: string
  matters: ListedMatter[]
  columns: TableColumn<ListedMatter>[]
  empty: JSX.Element
}

/** Matters as rows, each once. */
export function MatterTable({ kind, caption, matters, columns, empty }: MatterTableProps): JSX.Element {
  return (
    <div class={`card table-card matters ${kind}`}>
      <Table
        caption={caption}
        rows={matters}
        rowKey={({ matter }) => `${matter.kind}-${matter.documentId}-${matter.participantId}`}
        empty={empty}
        columns={columns}
      />
    </div>
  )
}

type Choice = { href: string; words: string; chosen: boolean }

/** What a list is narrowed to; each choice is an address. */
function ChoiceTabs({ label, choices }: { label: string; choices: Choice[] }): JSX.Element {
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
