import type { ComponentChildren, JSX } from 'preact'
import type { CalendarDay } from '#domain/attribute.ts'
import type { RetentionRule } from '#domain/retention-rule.ts'
import { retentionYears } from '#domain/retention-rule.ts'
import { tokyoDayStart } from '#domain/tokyo.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { dayOf } from '../frame/console-time.ts'
import { retentionWords } from './retention-words.ts'

/** A document as the lists name it; `title` null where the administrator may not read it. */
type Named = { id: string; title: string | null }

type Ending = Named & { keptUntil: CalendarDay; toldAt: Date | null }

export type RetentionPageProps = {
  chrome: ConsoleChrome
  rule: RetentionRule | null
  yearEnds: number
  ends: Ending[]
  /** Where the list goes on; null at its end. */
  next: string | null
  holds: (Named & { reason: string; since: Date; who: string })[]
  done: 'saved' | 'unchanged' | null
}

/** How long the team keeps what is over, what ends soon, and what is held. */
export function RetentionPage(props: RetentionPageProps): JSX.Element {
  const { chrome, rule, ends, holds } = props
  const { lang } = chrome
  const words = retentionWords[lang]
  const untilOf = ({ keptUntil }: Ending) => dayOf(tokyoDayStart(keptUntil), lang)
  const toldOf = ({ toldAt }: Ending) => words.ends.told(toldAt === null ? null : dayOf(toldAt, lang))
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="settings">
      <p class="back">
        <a href="/console/settings">{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      {props.done === null ? null : (
        <Notice kind="success" live>
          {words[props.done]}
        </Notice>
      )}
      <RuleForm {...props} />
      <h2 class="rules-members">{words.ends.title}</h2>
      {rule === null || ends.length === 0 ? (
        <p class="note">{rule === null ? words.ends.off : words.ends.emptyTitle}</p>
      ) : (
        <div class="card table-card retained">
          <Table
            caption={words.ends.title}
            rows={ends}
            rowKey={({ id }) => id}
            empty={null}
            columns={[
              {
                heading: words.ends.columns.document,
                cell: (each) => (
                  <NamedCell {...each} lang={lang}>
                    {untilOf(each)}
                    <br />
                    {toldOf(each)}
                  </NamedCell>
                ),
              },
              {
                heading: words.ends.columns.until,
                cell: (each) => (
                  <>
                    <span class="whole-day">{untilOf(each)}</span>
                    <span class="row-under">{toldOf(each)}</span>
                  </>
                ),
              },
              {
                heading: words.ends.columns.act,
                cell: ({ id, title }) => (
                  <a href={`/console/documents/${id}/hold`} aria-label={`${words.fact.hold}: ${title ?? id}`}>
                    {words.fact.hold}
                  </a>
                ),
              },
            ]}
          />
          {props.next === null ? null : (
            <p>
              <a href={`/console/settings/retention?after=${props.next}`}>{words.ends.more}</a>
            </p>
          )}
        </div>
      )}
      <h2 class="rules-members">{words.holds.title}</h2>
      <p class="note">{words.holds.lead}</p>
      {holds.length === 0 ? (
        <p class="note">{words.holds.emptyTitle}</p>
      ) : (
        <div class="card table-card retained">
          <Table
            caption={words.holds.title}
            rows={holds}
            rowKey={({ id }) => id}
            empty={null}
            columns={[
              {
                heading: words.holds.columns.document,
                cell: (each) => (
                  <NamedCell {...each} lang={lang} href={`/console/documents/${each.id}/hold`}>
                    {each.reason}
                  </NamedCell>
                ),
              },
              { heading: words.holds.columns.reason, cell: ({ reason }) => reason },
              {
                heading: words.holds.columns.since,
                cell: ({ since, who }) => (
                  <>
                    <span class="whole-day">{dayOf(since, lang)}</span>
                    <span class="row-under">{who}</span>
                  </>
                ),
              },
            ]}
          />
        </div>
      )}
    </ConsoleLayout>
  )
}

function RuleForm({ chrome, rule, yearEnds }: RetentionPageProps): JSX.Element {
  const words = retentionWords[chrome.lang]
  const choices = [
    { value: '', label: words.forEver, hint: words.forEverHint },
    ...retentionYears.map((each) => ({
      ...{ value: String(each), label: words.years(each), hint: words.yearsHint[each] },
    })),
  ]
  return (
    <form method="post" action="/console/settings/retention" class="settings" novalidate>
      <FormToken value={chrome.formToken} />
      <fieldset class="card choices retention">
        <legend>{words.legend}</legend>
        {choices.map(({ value, label, hint }) => (
          <div class="switch" key={value}>
            <input
              type="radio"
              id={`retention-${value || 'none'}`}
              name="retention_years"
              value={value}
              checked={String(rule?.years ?? '') === value}
            />
            <div>
              <label for={`retention-${value || 'none'}`}>{label}</label>
              <p class="hint">{hint}</p>
            </div>
          </div>
        ))}
        <div class="field">
          <label for="year_ends">{words.yearEnds}</label>
          <select id="year_ends" name="year_ends">
            {Array.from({ length: 12 }, (_, at) => at + 1).map((month) => (
              <option key={month} value={month} selected={month === yearEnds}>
                {words.month(month)}
              </option>
            ))}
          </select>
        </div>
        {words.how.map((line) => (
          <p class="note" key={line}>
            {line}
          </p>
        ))}
      </fieldset>
      <div class="save-bar">
        <Button>{words.button}</Button>
      </div>
    </form>
  )
}

function NamedCell({
  id,
  title,
  lang,
  href,
  children,
}: Named & { lang: ConsoleChrome['lang']; href?: string; children: ComponentChildren }): JSX.Element {
  const words = retentionWords[lang]
  return (
    <>
      {title === null && href === undefined ? (
        words.hidden
      ) : (
        <a class="row-title" href={href ?? `/console/documents/${id}`}>
          {title ?? words.hidden}
        </a>
      )}
      <span class="row-under">
        <code>{id}</code>
      </span>
      <span class="row-more">{children}</span>
    </>
  )
}
