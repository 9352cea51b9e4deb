import type { ComponentChildren, JSX } from 'preact'
import { type Document, senderOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { ParkedKind } from '#domain/parked-job.ts'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { dayOf, stamp } from '../frame/console-time.ts'
import { SearchEntry } from '../frame/SearchForm.tsx'
import { draftWords } from '../making/draft-words.ts'
import { inOneLine } from '../words/marks.ts'
import { wordsIn } from '../words/words.ts'
import { FirstSteps, type FirstStepsProps } from './FirstSteps.tsx'
import { type HomeWords, homeWords } from './home-words.ts'
import { type ListedMatter, personOf, placeOfMatter } from './matter-line.ts'
import { parkedWords } from './parked-words.ts'

/** A webhook URL that somebody has to look at. */
export type FailingWebhook = { id: string; host: string; off: boolean; pending: number; since: Date }

/** A job about one's own document that has used up its tries. */
type ParkedLine = { id: string; kind: ParkedKind; documentId: string; title: string; since: Date }

export type HomePageProps = {
  chrome: ConsoleChrome
  /** Newest first, some of them. */
  waits: ListedMatter[]
  /** Of how many. */
  waiting: number
  /** Whose review this member is asked for. */
  received: Document[]
  /** Whose approval before sending this member is asked for. */
  approvals: Document[]
  lateSeals: { documentId: string; title: string; at: Date }[]
  webhooks: FailingWebhook[]
  /** What has used up its tries: of the team how many, for administrators; of others their own. */
  parked: { ofTeam: number; own: ParkedLine[] }
  /** For those whose office shows them the documents of colleagues. */
  supervises: boolean
  due: ListedMatter[]
  drafts: Document[]
  concluded: Document[]
  /** Null where a team has taken them, or for those who could not. */
  steps: FirstStepsProps['steps'] | null
}

/** The first page of a member: what waits, what comes due and what was concluded, each a link to its place. */
export function HomePage(props: HomePageProps): JSX.Element {
  const { chrome, due, drafts, concluded } = props
  const words = homeWords[chrome.lang]
  const untitled = wordsIn(chrome.lang).documents.untitled
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="home">
      <div class="list-top">
        <h1>{words.title}</h1>
        <search class="find">
          <form method="get" action="/console/documents">
            <SearchEntry search="" words={words.find.search} placeholder={words.find.placeholder} />
            <Button kind="quiet">{words.find.button}</Button>
          </form>
        </search>
        <LinkButton href="/console/documents/new">{draftWords(chrome.lang).start.act}</LinkButton>
      </div>
      {props.steps === null ? null : <FirstSteps steps={props.steps} lang={chrome.lang} />}
      <div class="home-columns">
        <div>
          <Waiting {...props} />
          {drafts.length === 0 ? null : (
            <Card
              id="drafts"
              title={words.drafts}
              all={{ href: '/console/documents?status=draft', words: words.draftsAll }}
            >
              <DocumentLines documents={drafts} at={({ updatedAt }) => updatedAt} lang={chrome.lang} />
            </Card>
          )}
        </div>
        <div>
          <Card id="due" title={words.due} all={{ href: '/console/due', words: words.dueAll }}>
            {due.length === 0 ? (
              <p class="note">{words.dueNone}</p>
            ) : (
              <ul class="lines">
                {due.map((each) => (
                  <Line
                    key={keyOf(each)}
                    href={placeOfMatter(each)}
                    title={dueSentence(each, words, chrome.lang)}
                    under={each.document.title || untitled}
                    at={each.matter.at}
                    time={dayOf(each.matter.at, chrome.lang)}
                  />
                ))}
              </ul>
            )}
          </Card>
          <Card
            id="concluded"
            title={words.concluded}
            all={{ href: '/console/documents?status=concluded', words: words.concludedAll }}
          >
            {concluded.length === 0 ? (
              <p class="note">{words.concludedNone}</p>
            ) : (
              <DocumentLines documents={concluded} at={({ concludedAt }) => concludedAt} lang={chrome.lang} />
            )}
          </Card>
        </div>
      </div>
    </ConsoleLayout>
  )
}

/** What somebody has to do something about. */
function Waiting(props: HomePageProps): JSX.Element {
  const { chrome, waiting, supervises } = props
  const words = homeWords[chrome.lang]
  const untitled = wordsIn(chrome.lang).documents.untitled
  const { waits, lateSeals, webhooks, parked, received, approvals } = props
  const stopped = parkedWords[chrome.lang]
  const lists = [waits, lateSeals, webhooks, parked.own, received, approvals]
  const calm = parked.ofTeam === 0 && lists.every((each) => each.length === 0)
  return (
    <Card
      id="waits"
      title={words.waits}
      all={waiting > waits.length ? { href: '/console/attention', words: words.waitsAll(waiting) } : null}
    >
      {calm ? <p class="calm">{words.calm}</p> : null}
      <ul class="lines attention">
        {parked.ofTeam === 0 ? null : (
          <li>
            <a class="line-title" href="/console/parked">
              {stopped.onHome(parked.ofTeam)}
            </a>
          </li>
        )}
        {parked.own.map(({ id, kind, documentId, title, since }) => (
          <Line
            key={id}
            href={`/console/documents/${documentId}`}
            title={stopped.notice(stopped.kinds[kind])}
            under={title || untitled}
            at={since}
            time={stamp(since, chrome.lang)}
          />
        ))}
        {webhooks.map((each) => (
          <Line
            key={each.id}
            href={`/console/webhooks/${each.id}`}
            title={each.off ? words.webhookOff(each.host) : words.webhook(each.host)}
            under={each.pending === 0 ? null : words.undelivered(each.pending)}
            at={each.since}
            time={stamp(each.since, chrome.lang)}
          />
        ))}
        {approvals.map((document) => (
          <Line
            key={document.id}
            href={`/console/documents/${document.id}/approval`}
            title={words.toApprove(senderOf(document).name)}
            under={document.title || untitled}
            at={document.approval?.askedAt ?? document.updatedAt}
            time={stamp(document.approval?.askedAt ?? document.updatedAt, chrome.lang)}
          />
        ))}
        {received.map((document) => (
          <Line
            key={document.id}
            href={`/console/documents/${document.id}`}
            title={words.toReview(senderOf(document).name)}
            under={document.title || untitled}
            at={document.sentAt ?? document.updatedAt}
            time={stamp(document.sentAt ?? document.updatedAt, chrome.lang)}
          />
        ))}
        {lateSeals.map(({ documentId, title, at }) => (
          <Line
            key={documentId}
            href={`/console/documents/${documentId}`}
            title={words.says.seal_late()}
            under={title || untitled}
            at={at}
            time={stamp(at, chrome.lang)}
          />
        ))}
        {waits.map((each) => (
          <Line
            key={keyOf(each)}
            href={placeOfMatter(each)}
            title={words.says[each.matter.kind](personOf(each, chrome.lang))}
            under={each.document.title || untitled}
            at={each.matter.at}
            time={stamp(each.matter.at, chrome.lang)}
          />
        ))}
      </ul>
      {supervises ? (
        <p class="card-more">
          <a href="/console/attention?scope=team">{words.ofTeam}</a>
        </p>
      ) : null}
    </Card>
  )
}

type CardProps = {
  id: string
  title: string
  all: { href: string; words: string } | null
  children: ComponentChildren
}

function Card({ id, title, all, children }: CardProps): JSX.Element {
  return (
    <section class="card home-card" aria-labelledby={`${id}-heading`}>
      <div class="card-head">
        <h2 id={`${id}-heading`}>{title}</h2>
        {all === null ? null : <a href={all.href}>{all.words}</a>}
      </div>
      {children}
    </section>
  )
}

type LineProps = { href: string; title: string; under: string | null; at: Date; time: string }

function Line({ href, title, under, at, time }: LineProps): JSX.Element {
  return (
    <li>
      <a class="line-title" href={href}>
        {title}
      </a>
      {under === null ? null : <span class="line-under">{under}</span>}
      <time dateTime={at.toISOString()}>{time}</time>
    </li>
  )
}

function DocumentLines({
  documents,
  at,
  lang,
}: {
  documents: Document[]
  at: (document: Document) => Date | null
  lang: Language
}): JSX.Element {
  const untitled = wordsIn(lang).documents.untitled
  return (
    <ul class="lines">
      {documents.map((each) => {
        const when = at(each) ?? each.updatedAt
        const end = each.status === 'draft' ? '/draft' : ''
        return (
          <Line
            key={each.id}
            href={`/console/documents/${each.id}${end}`}
            title={each.title || untitled}
            under={null}
            at={when}
            time={stamp(when, lang)}
          />
        )
      })}
    </ul>
  )
}

function dueSentence(each: ListedMatter, words: HomeWords, lang: Language): string {
  const { kinds, turnOf } = words.dueList
  const { kind } = each.matter
  if (kind === 'turn') return inOneLine([kinds.turn, turnOf(personOf(each, lang))], lang)
  if (kind === 'alert') return each.memo === '' ? kinds.alert : inOneLine([kinds.alert, each.memo], lang)
  return kind === 'notice_end' || kind === 'contract_end'
    ? kinds[kind]
    : words.says[kind](personOf(each, lang))
}

const keyOf = ({ matter }: ListedMatter) => `${matter.kind}-${matter.documentId}-${matter.participantId}`
