import type { JSX } from 'preact'
import { senderOf } from '#domain/document.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { homeWords } from './home-words.ts'
import { MatterFilters, type MatterScope, MatterTable, Nothing, Pages } from './MatterParts.tsx'
import { type ListedMatter, personOf, placeOfMatter } from './matter-line.ts'

export const attentionKinds = ['tel_request', 'locked', 'sms', 'mail', 'sealing', 'turn'] as const
type AttentionKind = (typeof attentionKinds)[number]

type AttentionFilter = { kind: AttentionKind | null; scope: MatterScope; after: string | null }

export type AttentionPageProps = {
  chrome: ConsoleChrome
  matters: ListedMatter[]
  filter: AttentionFilter
  next: string | null
  supervises: boolean
  /** Who looks: only their own can be mended here. */
  memberId: string
}

function attentionPath({ kind, scope, after }: AttentionFilter): string {
  const query = new URLSearchParams()
  if (scope === 'team') query.set('scope', scope)
  if (kind !== null) query.set('kind', kind)
  if (after !== null) query.set('after', after)
  return query.size === 0 ? '/console/attention' : `/console/attention?${query}`
}

/** Everything that went wrong or waits, newest first; for document administrators of the team as well. */
export function AttentionPage(props: AttentionPageProps): JSX.Element {
  const { chrome, matters, filter, next, supervises, memberId } = props
  const all = homeWords[chrome.lang]
  const words = all.attention
  const untitled = wordsIn(chrome.lang).documents.untitled
  const { scope, kind } = filter
  const path = (change: Partial<AttentionFilter>) => attentionPath({ ...filter, after: null, ...change })
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="home">
      <p class="back">
        <a href="/console/home">{all.title}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <div class="filters">
        <MatterFilters
          filter={filter}
          kinds={attentionKinds}
          supervises={supervises}
          words={all}
          said={words}
          path={path}
        />
      </div>
      <MatterTable
        kind="attended"
        caption={words.caption}
        matters={matters}
        empty={
          <Nothing
            filtered={kind !== null || scope === 'team'}
            clear="/console/attention"
            words={{ ...words, nothing: words.nothingLead }}
          />
        }
        columns={[
          {
            heading: words.columns.what,
            cell: (each) => {
              const sentence = all.says[each.matter.kind](personOf(each, chrome.lang))
              return (
                <>
                  <a class="row-title" href={placeOfMatter(each, memberId)}>
                    {sentence}
                  </a>
                  <span class="row-more">
                    {each.document.title || untitled}
                    <br />
                    {stamp(each.matter.at, chrome.lang)}
                  </span>
                </>
              )
            },
          },
          {
            heading: words.columns.document,
            cell: ({ document }) => (
              <>
                {document.title || untitled}
                {document.senderId === memberId ? null : (
                  <span class="row-under">{words.sender(senderOf(document).name)}</span>
                )}
              </>
            ),
          },
          {
            heading: words.columns.since,
            align: 'right',
            cell: ({ matter }) => (
              <time dateTime={matter.at.toISOString()}>{stamp(matter.at, chrome.lang)}</time>
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
