import type { JSX } from 'preact'
import type { LoggedMail, MailState } from '#domain/mail-log.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { mailTones } from '../documents/MailList.tsx'
import { mailKinds, mailReason, mailStates } from '../documents/mail-words.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stampOfSecond } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import {
  DocumentLink,
  isFiltered,
  LogEmpty,
  type LogFilter,
  type LogFilterError,
  LogFilterForm,
  type LoggedDocument,
  LogPages,
  LogTabs,
  TestsNote,
} from './LogParts.tsx'
import { logWords } from './log-words.ts'

export const mailLogPath = '/console/mail'
export const loggedMailStates = ['sent', 'deferred', 'rejected', 'given_up'] as const satisfies MailState[]

export type MailLogPageProps = {
  chrome: ConsoleChrome
  /** `to`: masked; empty where nobody knows the reader any more, or the document is not for whoever looks. */
  messages: (LoggedMail & { document: LoggedDocument; to: string })[]
  filter: LogFilter
  error: LogFilterError | null
  next: string | null
  deep: boolean
  /** Of a test to oneself; `to` null where the server sends no mail. */
  test: { to: string | null; done: boolean; wait: number | null }
}

/** Every mail about the team's documents: to whom, what for, and what became of it and why. */
export function MailLogPage(props: MailLogPageProps): JSX.Element {
  const { chrome, messages, filter, error, next, deep, test } = props
  const { lang } = chrome
  const words = logWords[lang]
  const states = mailStates[lang]
  const untitled = wordsIn(lang).documents.untitled
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.mail.title}
      section="webhooks"
      inError={error !== null || test.wait !== null}
    >
      <LogTabs lang={lang} current="mail" />
      <h1>{words.mail.title}</h1>
      <p class="lead">{words.mail.lead}</p>
      {test.done ? (
        <Notice kind="success" live>
          {words.test.mailDone}
        </Notice>
      ) : null}
      {test.wait === null ? null : (
        <Notice kind="warning" live>
          {words.test.wait(test.wait)}
        </Notice>
      )}
      <LogFilterForm
        lang={lang}
        path={mailLogPath}
        filter={filter}
        error={error}
        states={loggedMailStates.map((value) => ({ value, words: states.state[value] }))}
      />
      <div class="card table-card log mails">
        <Table
          caption={words.mail.caption}
          rows={messages}
          rowKey={({ documentId, readerId, kind, occasion }) =>
            [documentId, readerId, kind, occasion].join('.')
          }
          empty={<LogEmpty lang={lang} filtered={isFiltered(filter)} words={words.mail} />}
          columns={[
            {
              heading: words.columns.occasion,
              cell: ({ kind, to, at, document }) => (
                <>
                  <span class="row-title">{mailKinds[lang](kind)}</span>
                  <span class="row-more">
                    <DocumentLink document={document} lang={lang} untitled={untitled} />
                    <br />
                    {to === '' ? null : (
                      <>
                        {to}
                        <br />
                      </>
                    )}
                    {stampOfSecond(at, lang)}
                  </span>
                </>
              ),
            },
            {
              heading: words.columns.document,
              cell: ({ document }) => <DocumentLink document={document} lang={lang} untitled={untitled} />,
            },
            { heading: words.columns.to, cell: ({ to }) => to || words.noDocument },
            {
              heading: words.columns.state,
              cell: ({ state, status, tries }) => (
                <>
                  <StatusDot tone={mailTones[state]}>
                    {states.state[state]}
                    {tries > 1 ? states.tries(tries) : ''}
                  </StatusDot>
                  {status === '' ? null : <span class="row-under">{mailReason(lang, status)}</span>}
                </>
              ),
            },
            {
              heading: words.columns.at,
              cell: ({ at }) => <time dateTime={at.toISOString()}>{stampOfSecond(at, lang)}</time>,
            },
          ]}
        />
      </div>
      <LogPages lang={lang} path={mailLogPath} filter={filter} deep={deep} next={next} />
      <TestsNote lang={lang} />
      <section class="card" aria-labelledby="test-heading">
        <h2 id="test-heading">{words.test.mailTitle}</h2>
        {test.to === null ? (
          <p class="note">{words.test.noMail}</p>
        ) : (
          <form method="post" action="/console/mail/test" data-once>
            <FormToken value={chrome.formToken} />
            <p class="note">{words.test.mailLead(test.to)}</p>
            <Button kind="quiet">{words.test.mailAct}</Button>
          </form>
        )}
      </section>
    </ConsoleLayout>
  )
}
