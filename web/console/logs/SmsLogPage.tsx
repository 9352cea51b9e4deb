import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { type LoggedSms, smsStateGroupNames } from '#domain/logged-sms.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import { smsTones } from '../documents/SmsList.tsx'
import { smsReason } from '../documents/sms-reasons.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stampOfSecond } from '../frame/console-time.ts'
import { inOneLine } from '../words/marks.ts'
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

export const smsLogPath = '/console/sms/log'

export type SmsLogPageProps = {
  chrome: ConsoleChrome
  /** `to`: empty where the document is not for whoever looks. */
  messages: (LoggedSms & { document: LoggedDocument })[]
  filter: LogFilter
  error: LogFilterError | null
  next: string | null
  deep: boolean
  /** The form of a test: what was typed, what is wrong with it, and the id of its press. */
  test: { typed: string; error: string | null; press: string; done: boolean }
}

/** Every SMS of the team: to whom, what for, and what became of it and why. */
export function SmsLogPage(props: SmsLogPageProps): JSX.Element {
  const { chrome, messages, filter, error, next, deep, test } = props
  const { lang } = chrome
  const words = logWords[lang]
  const states = wordsIn(lang).document.smsState
  const untitled = wordsIn(lang).documents.untitled
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.sms.title}
      section="webhooks"
      inError={error !== null || test.error !== null}
    >
      <LogTabs lang={lang} current="sms" />
      <h1>{words.sms.title}</h1>
      <p class="lead">
        {words.sms.lead} <a href="/console/sms">{words.sms.usage}</a>
      </p>
      {test.done ? (
        <Notice kind="success" live>
          {words.test.smsDone}
        </Notice>
      ) : null}
      <LogFilterForm
        lang={lang}
        path={smsLogPath}
        filter={filter}
        error={error}
        states={smsStateGroupNames.map((value) => ({ value, words: words.groups[value] }))}
      />
      <div class="card table-card log">
        <Table
          caption={words.sms.caption}
          rows={messages}
          rowKey={({ id }) => id}
          empty={<LogEmpty lang={lang} filtered={isFiltered(filter)} words={words.sms} />}
          columns={[
            {
              heading: words.columns.occasion,
              cell: ({ occasion, to, at, segments, document }) => (
                <>
                  <span class="row-title">{words.occasions[occasion]}</span>
                  <span class="row-more">
                    <DocumentLink document={document} lang={lang} untitled={untitled} />
                    <br />
                    {to === '' ? null : (
                      <>
                        {to}
                        <br />
                      </>
                    )}
                    {inOneLine([stampOfSecond(at, lang), segmentsIn(lang, segments)].filter(Boolean), lang)}
                  </span>
                </>
              ),
            },
            {
              heading: words.columns.document,
              cell: ({ document }) => <DocumentLink document={document} lang={lang} untitled={untitled} />,
            },
            {
              heading: words.columns.to,
              cell: ({ to }) => <span class="instant">{to || words.noDocument}</span>,
            },
            {
              heading: words.columns.state,
              cell: ({ state, reason }) => (
                <>
                  <StatusDot tone={smsTones[state]}>{states[state]}</StatusDot>
                  {reason === '' ? null : <span class="row-under">{smsReason(lang, reason)}</span>}
                </>
              ),
            },
            { heading: words.columns.gateway, cell: ({ gateway }) => gatewayIn(lang, gateway) },
            {
              heading: words.columns.segments,
              align: 'right',
              cell: ({ segments }) => segments ?? '',
            },
            {
              heading: words.columns.at,
              cell: ({ at }) => <time dateTime={at.toISOString()}>{stampOfSecond(at, lang)}</time>,
            },
          ]}
        />
      </div>
      <LogPages lang={lang} path={smsLogPath} filter={filter} deep={deep} next={next} />
      <TestsNote lang={lang} />
      <section class="card" aria-labelledby="test-heading">
        <h2 id="test-heading">{words.test.smsTitle}</h2>
        <p class="note">{words.test.smsLead}</p>
        <form method="post" action="/console/sms/test" data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="press" value={test.press} />
          <Field
            id="tel"
            name="tel"
            type="tel"
            inputmode="tel"
            autocomplete="tel"
            label={words.test.tel}
            hint={words.test.telHint}
            error={test.error}
            value={test.typed}
            maxlength={40}
          />
          <Button kind="quiet">{words.test.smsAct}</Button>
        </form>
      </section>
    </ConsoleLayout>
  )
}

function segmentsIn(lang: Language, segments: number | null): string {
  return segments === null ? '' : wordsIn(lang).document.segments(segments)
}

/** `first.twilio` as `twilio`; of the second that it is. */
function gatewayIn(lang: Language, gateway: string | null): string {
  if (gateway === null) return ''
  const [place = '', name = ''] = gateway.split('.')
  return place.startsWith('second') ? inOneLine([name, logWords[lang].second], lang) : name
}
