import type { JSX } from 'preact'
import type { BulkCounts, BulkSend } from '#domain/bulk-send.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { bracketed } from '#web/ui/bracketed.ts'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { TestBadge } from '../frame/TestBadge.tsx'
import { BulkFaults, type BulkFaultsProps } from './BulkFaults.tsx'
import { BulkStatus, countsLine, doneOf } from './bulk-status.tsx'
import { bulkWords } from './bulk-words.ts'

export type BulkSendPageProps = {
  chrome: ConsoleChrome
  send: BulkSend
  counts: BulkCounts
  /** Rows with faults, or that could not be made; empty rows: nothing to show. */
  faults: Omit<BulkFaultsProps, 'lang' | 'title'>
  /** Key of the success to report; null when none. */
  done: string | null
  /** Why an act was refused. */
  problem: string | null
}

/** One list: what was found in its rows, then how far it is, then what came of it. */
export function BulkSendPage(props: BulkSendPageProps): JSX.Element {
  const { chrome, send, counts, faults, problem } = props
  const words = bulkWords(chrome.lang)
  // That a list was checked is no good news where it has faults; these are told below.
  const isNews = props.done !== null && !(props.done === 'checked' && counts.faulty > 0)
  const done = isNews ? words.done.get(props.done ?? '') : undefined
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.title}
      section="templates"
      inError={problem !== null}
      island="live.js"
    >
      <p class="back">
        <a href="/console/bulk-sends">{words.all}</a>
      </p>
      <div class="document-head">
        <h1>{words.title}</h1>
        <div data-live="status">
          <BulkStatus state={send.state} lang={chrome.lang} />
        </div>
        {send.test ? <TestBadge>{words.page.test}</TestBadge> : null}
      </div>
      <Facts {...props} />
      {problem === null ? null : (
        <Notice kind="warning" live>
          {problem}
        </Notice>
      )}
      {done === undefined || problem !== null ? null : (
        <Notice kind="success" live>
          {done}
        </Notice>
      )}
      {send.state === 'checked' ? <Check {...props} /> : <Progress {...props} />}
      {faults.rows.length === 0 ? null : (
        <BulkFaults
          {...faults}
          lang={chrome.lang}
          title={send.state === 'checked' ? words.faults.title : words.refusedRows}
        />
      )}
      {send.state !== 'checked' || counts.ready === 0 ? null : (
        <p class="last-act">
          <LinkButton kind="link" href={`/console/bulk-sends/${send.id}/stop`}>
            {words.check.discard}
          </LinkButton>
        </p>
      )}
    </ConsoleLayout>
  )
}

function Facts({ chrome, send }: BulkSendPageProps): JSX.Element {
  const words = bulkWords(chrome.lang).page
  const time = (at: Date) => <time dateTime={at.toISOString()}>{stamp(at, chrome.lang)}</time>
  const act = words.act[send.act]
  const facts: [string, JSX.Element | string][] = [
    [words.template, <a href={`/console/templates/${send.templateId}`}>{send.about.title}</a>],
    ...(send.about.file === '' ? [] : [[words.file, send.about.file] satisfies [string, string]]),
    [words.rows, words.rowCount(send.rows)],
    [words.what, send.linkSms ? bracketed(act, words.linkSms, chrome.lang) : act],
    [words.created, time(send.createdAt)],
    ...(send.startedAt === null
      ? []
      : [[words.started, time(send.startedAt)] satisfies [string, JSX.Element]]),
    ...(send.endedAt === null ? [] : [[words.ended, time(send.endedAt)] satisfies [string, JSX.Element]]),
  ]
  return (
    <dl class="facts inline" data-live="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Before the start: everything is right, or what is to be done about the faulty rows. */
function Check({ chrome, send, counts }: BulkSendPageProps): JSX.Element {
  const { check } = bulkWords(chrome.lang)
  const isRight = counts.faulty === 0
  const again = <LinkButton href={`/console/templates/${send.templateId}/bulk`}>{check.again}</LinkButton>
  if (counts.ready === 0) {
    return (
      <section class="card bulk-check">
        <Notice kind="warning">{check.none}</Notice>
        <div class="bulk-go">{again}</div>
      </section>
    )
  }
  return (
    <section class="card bulk-check">
      {isRight ? (
        <p class="bulk-verdict">{check.right(send.rows)}</p>
      ) : (
        <>
          <Notice kind="warning">{check.faulty(counts.faulty, send.rows)}</Notice>
          <p>{check.mend}</p>
          <div class="bulk-go">{again}</div>
        </>
      )}
      <form
        method="post"
        action={`/console/bulk-sends/${send.id}/start`}
        class="bulk-begin"
        data-once
        novalidate
      >
        <FormToken value={chrome.formToken} />
        {isRight ? null : (
          <div class="switch">
            <input type="checkbox" id="leave-out" name="leave_out" value="1" />
            <label for="leave-out">{check.leaveOut(counts.faulty)}</label>
          </div>
        )}
        <p class="hint">{check.startLead[send.act]}</p>
        <Button kind={isRight ? 'primary' : 'quiet'}>{check.start[send.act](counts.ready)}</Button>
      </form>
    </section>
  )
}

/** How far it is, and what can be done with it. */
function Progress({ chrome, send, counts }: BulkSendPageProps): JSX.Element {
  const words = bulkWords(chrome.lang)
  const { done, all } = doneOf(counts)
  const over = send.state === 'stopped' || send.state === 'done'
  const base = `/console/bulk-sends/${send.id}`
  return (
    <section
      class="card bulk-progress"
      aria-labelledby="progress-heading"
      data-live="progress"
      {...(send.state === 'running' ? { 'data-running': '' } : {})}
    >
      <h2 id="progress-heading">{words.progress.title}</h2>
      {send.state === 'paused' && send.pausedBy !== null ? (
        <Notice kind="warning">{words.pausedBy[send.pausedBy]}</Notice>
      ) : null}
      <progress max={Math.max(all, 1)} value={done} aria-label={words.progress.title} />
      <p class="bulk-count">
        <strong>{words.progress.of(done, all)}</strong>
        <span>{countsLine(send, counts, chrome.lang)}</span>
      </p>
      {send.state === 'running' ? <p class="hint">{words.progress.leave}</p> : null}
      <div class="bulk-go">
        {over ? (
          <>
            <LinkButton href={`${base}/result.csv`}>{words.acts.result}</LinkButton>
            <LinkButton kind="quiet" href="/console/documents">
              {words.acts.documents}
            </LinkButton>
          </>
        ) : (
          <>
            <form method="post" action={`${base}/${send.state === 'running' ? 'pause' : 'resume'}`}>
              <FormToken value={chrome.formToken} />
              <Button kind={send.state === 'running' ? 'quiet' : 'primary'}>
                {send.state === 'running' ? words.acts.pause : words.acts.resume}
              </Button>
            </form>
            <LinkButton kind="quiet" href={`${base}/stop`}>
              {words.acts.stop}
            </LinkButton>
            <a class="bulk-result" href={`${base}/result.csv`}>
              {words.acts.result}
            </a>
            <a class="bulk-refresh" href={base}>
              {words.progress.refresh}
            </a>
          </>
        )}
      </div>
    </section>
  )
}
