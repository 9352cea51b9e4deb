import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { nearShare, type SmsDay } from '#domain/sms-limit.ts'
import { tokyoDay } from '#domain/tokyo.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { tokyoFormat } from '#web/ui/tokyo-format.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { smsPageWordsIn } from './sms-page-words.ts'

export type SmsPageProps = {
  chrome: ConsoleChrome
  /** Newest first; days without any are left out. */
  days: SmsDay[]
  shownDays: number
  now: Date
  limit: number
  /** Of one segment; 0: not set. */
  priceSen: number
}

const dayForm = tokyoFormat({ month: 'numeric', day: 'numeric', weekday: 'short' })

/** What a team's SMS come to: today against the limit, the last days, the share of codes that were entered, the cost. */
export function SmsPage({ chrome, days, shownDays, now, limit, priceSen }: SmsPageProps): JSX.Element {
  const { lang } = chrome
  const words = smsPageWordsIn(lang)
  const total = days.reduce(sumOf, { day: '', asked: 0, entered: 0, failed: 0, segments: 0 })
  const today = days.find(({ day }) => day === tokyoDay(now))?.asked ?? 0
  const costOf = ({ segments }: SmsDay) => yenIn(lang, segments * priceSen)
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="settings">
      <div class="list-head">
        <div>
          <h1>{words.title}</h1>
          <p class="lead">
            {words.lead(shownDays)} <a href="/console/sms/log">{words.log}</a>
          </p>
        </div>
        <LinkButton kind="quiet" href="/console/settings#sms_per_day">
          {words.change}
        </LinkButton>
      </div>
      <LimitNotice today={today} limit={limit} lang={lang} />
      <dl class="figures card">
        <Figure name={words.today} value={words.todayOf(numberIn(lang, today), numberIn(lang, limit))} />
        <Figure name={words.total} value={numberIn(lang, total.asked)} />
        <Figure name={words.entered} value={shareIn(lang, total)} />
        <Figure
          name={words.cost}
          value={priceSen === 0 ? words.noPrice : costOf(total)}
          quiet={priceSen === 0}
        />
      </dl>
      <div class="card table-card sms-days">
        <Table
          caption={words.caption}
          rows={days}
          rowKey={({ day }) => day}
          empty={
            <div class="empty">
              <h2>{words.emptyTitle}</h2>
              <p>{words.emptyLead}</p>
            </div>
          }
          columns={[
            {
              heading: words.columns.day,
              cell: ({ day }) => <time datetime={day}>{dayForm(`${day}T12:00:00+09:00`, lang)}</time>,
            },
            { heading: words.columns.asked, align: 'right', cell: ({ asked }) => numberIn(lang, asked) },
            {
              heading: words.columns.segments,
              align: 'right',
              cell: ({ segments }) => numberIn(lang, segments),
            },
            { heading: words.columns.failed, align: 'right', cell: ({ failed }) => numberIn(lang, failed) },
            { heading: words.columns.entered, align: 'right', cell: (day) => shareIn(lang, day) },
            ...(priceSen === 0
              ? []
              : [{ heading: words.columns.cost, align: 'right' as const, cell: costOf }]),
          ]}
        />
      </div>
      <p class="note">{words.note}</p>
    </ConsoleLayout>
  )
}

function LimitNotice({
  today,
  limit,
  lang,
}: {
  today: number
  limit: number
  lang: Language
}): JSX.Element | null {
  const words = smsPageWordsIn(lang)
  if (limit === 0) return <Notice kind="warning">{words.stopped}</Notice>
  if (today >= limit) return <Notice kind="warning">{words.reached}</Notice>
  return today >= Math.ceil(limit * nearShare) ? <Notice kind="warning">{words.near}</Notice> : null
}

function Figure({
  name,
  value,
  quiet = false,
}: {
  name: string
  value: string
  quiet?: boolean
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={quiet ? 'quiet' : ''}>{value}</dd>
    </div>
  )
}

function sumOf(sum: SmsDay, day: SmsDay): SmsDay {
  return {
    day: '',
    asked: sum.asked + day.asked,
    entered: sum.entered + day.entered,
    failed: sum.failed + day.failed,
    segments: sum.segments + day.segments,
  }
}

const numbers = {
  ja: new Intl.NumberFormat('ja-JP'),
  en: new Intl.NumberFormat('en-GB'),
} satisfies Record<Language, Intl.NumberFormat>

function numberIn(lang: Language, number: number): string {
  return numbers[lang].format(number)
}

function shareIn(lang: Language, { asked, entered }: SmsDay): string {
  return asked === 0 ? '–' : `${numberIn(lang, Math.round((entered / asked) * 100))}%`
}

/** Rounded up to whole yen. */
function yenIn(lang: Language, sen: number): string {
  const yen = numberIn(lang, Math.ceil(sen / 100))
  return lang === 'ja' ? `${yen}円` : `¥${yen}`
}
