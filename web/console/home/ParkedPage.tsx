import type { JSX } from 'preact'
import type { ParkedJob } from '#domain/parked-job.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { homeWords } from './home-words.ts'
import { Pages } from './MatterParts.tsx'
import { parkedWords } from './parked-words.ts'

/** `title`: of its document, null where whoever looks may not see it. */
type ListedParked = ParkedJob & { title: string | null }

export type ParkedPageProps = {
  chrome: ConsoleChrome
  jobs: ListedParked[]
  next: string | null
  deep: boolean
  retried: boolean
}

/** What of the team has used up its tries, for administrators: what it means, and another try. */
export function ParkedPage({ chrome, jobs, next, deep, retried }: ParkedPageProps): JSX.Element {
  const words = parkedWords[chrome.lang]
  const home = homeWords[chrome.lang]
  const titleOf = ({ title }: ListedParked) =>
    title === null ? words.hidden : title || wordsIn(chrome.lang).documents.untitled
  const Place = ({ job }: { job: ListedParked }) => {
    if (job.kind === 'webhook') {
      const href = job.webhookId === null ? '/console/webhooks' : `/console/webhooks/${job.webhookId}`
      return <a href={href}>{words.kinds.webhook}</a>
    }
    if (job.documentId === null) return <>{words.noDocument}</>
    if (job.title === null) {
      return (
        <>
          {words.hidden} <code class="id">{job.documentId}</code>
        </>
      )
    }
    return <a href={`/console/documents/${job.documentId}`}>{titleOf(job)}</a>
  }
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="home">
      <p class="back">
        <a href="/console/home">{home.title}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {retried ? (
        <Notice kind="success" live>
          {words.retried}
        </Notice>
      ) : null}
      <div class="card table-card parked">
        <Table
          caption={words.caption}
          rows={jobs}
          rowKey={({ id }) => id}
          empty={
            <div class="empty">
              <h2>{words.emptyTitle}</h2>
              <p>{words.emptyLead}</p>
            </div>
          }
          columns={[
            {
              heading: words.columns.what,
              cell: (job) => (
                <>
                  <span class="row-title">{words.kinds[job.kind]}</span>
                  <span class="row-under">{words.means[job.kind]}</span>
                  <span class="row-more">
                    {job.kind !== 'webhook' && job.documentId === null ? null : (
                      <>
                        <Place job={job} />
                        <br />
                      </>
                    )}
                    {stamp(job.since, chrome.lang)}
                  </span>
                </>
              ),
            },
            { heading: words.columns.document, cell: (job) => <Place job={job} /> },
            {
              heading: words.columns.since,
              cell: ({ since, tries }) => (
                <>
                  <time dateTime={since.toISOString()}>{stamp(since, chrome.lang)}</time>
                  <span class="row-under">{words.tries(tries)}</span>
                </>
              ),
            },
            {
              heading: words.columns.act,
              align: 'right',
              cell: (job) => (
                <form method="post" action="/console/parked/retry" data-once>
                  <FormToken value={chrome.formToken} />
                  <input type="hidden" name="job" value={job.id} />
                  <Button kind="quiet">
                    {words.retry}
                    <span class="spoken">{words.retryOne(words.kinds[job.kind], titleOf(job))}</span>
                  </Button>
                </form>
              ),
            },
          ]}
        />
      </div>
      {jobs.length < 2 ? null : (
        <form class="last-act" method="post" action="/console/parked/retry" data-once>
          <FormToken value={chrome.formToken} />
          <Button>{words.retryAll}</Button>
        </form>
      )}
      <Pages
        first={deep ? '/console/parked' : null}
        next={next === null ? null : `/console/parked?after=${next}`}
        words={home}
      />
    </ConsoleLayout>
  )
}
