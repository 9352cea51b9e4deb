import type { JSX } from 'preact'
import { type Document, recipientsOf, senderOf } from '#domain/document.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { Table, type TableColumn } from '#web/ui/Table.tsx'
import { bulkWords } from '../bulk/bulk-words.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { SearchForm } from '../frame/SearchForm.tsx'
import { TestBadge } from '../frame/TestBadge.tsx'
import { type TemplateWords, templateWords } from '../words/template-words.ts'
import { testWordsIn } from '../words/test-words.ts'

export type TemplateScope = 'own' | 'shared'

export const templateScopes: TemplateScope[] = ['own', 'shared']

type Filter = { scope: TemplateScope; search: string; after: string | null }

export type TemplatesPageProps = {
  chrome: ConsoleChrome
  templates: Document[]
  filter: Filter
  /** Key of the next page; null on the last. */
  next: string | null
  /** One was deleted just now. */
  removed: boolean
}

/** Address of a list: the filter is in the URL, so that it can be kept and sent. */
export function templatesPath(filter: Partial<Filter>): string {
  const query = new URLSearchParams()
  if (filter.scope === 'shared') query.set('scope', filter.scope)
  if (filter.search) query.set('q', filter.search)
  if (filter.after) query.set('after', filter.after)
  return query.size === 0 ? '/console/templates' : `/console/templates?${query}`
}

/** The member's own templates, or those that the team shares. */
export function TemplatesPage(props: TemplatesPageProps): JSX.Element {
  const { chrome, templates, filter, next } = props
  const words = templateWords(chrome.lang)
  return (
    <ConsoleLayout chrome={chrome} title={words.section} section="templates">
      <h1>{words.section}</h1>
      <p class="lead">{words.lead}</p>
      <p class="beside-lead">
        <a href="/console/bulk-sends">{bulkWords(chrome.lang).all}</a>
      </p>
      {props.removed ? (
        <Notice kind="success" live>
          {words.removed}
        </Notice>
      ) : null}
      <Filters filter={filter} words={words} />
      <div class="card table-card">
        <Table
          caption={`${words.caption}: ${words.scopes[filter.scope]}`}
          rows={templates}
          rowKey={(template) => template.id}
          empty={<Empty filter={filter} words={words} />}
          columns={columns(filter.scope, chrome, words)}
        />
      </div>
      {next === null && filter.after === null ? null : (
        <nav class="pages" aria-label={words.pages}>
          {filter.after === null ? (
            <span />
          ) : (
            <a href={templatesPath({ ...filter, after: null })}>{words.first}</a>
          )}
          {next === null ? null : (
            <LinkButton kind="quiet" href={templatesPath({ ...filter, after: next })}>
              {words.next}
            </LinkButton>
          )}
        </nav>
      )}
    </ConsoleLayout>
  )
}

function columns(scope: TemplateScope, chrome: ConsoleChrome, words: TemplateWords): TableColumn<Document>[] {
  const at = ({ updatedAt }: Document) => (
    <time dateTime={updatedAt.toISOString()}>{stamp(updatedAt, chrome.lang)}</time>
  )
  return [
    {
      heading: words.columns.title,
      cell: (template) => (
        <>
          <a class="row-title" href={`/console/templates/${template.id}`}>
            {template.title}
          </a>
          {template.test ? <TestBadge>{testWordsIn(chrome.lang).document.badge}</TestBadge> : null}
          <span class="row-more">
            {recipientsLine(template, words)}
            <br />
            {stamp(template.updatedAt, chrome.lang)}
          </span>
        </>
      ),
    },
    { heading: words.columns.recipients, cell: (template) => recipientsLine(template, words) },
    scope === 'shared'
      ? { heading: words.columns.maker, cell: (template) => senderOf(template).name }
      : {
          heading: words.columns.state,
          cell: (template) => <ShareState template={template} words={words} />,
        },
    { heading: words.columns.date, align: 'right', cell: at },
  ]
}

/** Who may use it, as word plus dot. */
export function ShareState({ template, words }: { template: Document; words: TemplateWords }): JSX.Element {
  return template.shared ? (
    <StatusDot tone="active">{words.state.shared}</StatusDot>
  ) : (
    <StatusDot tone="quiet">{words.state.own}</StatusDot>
  )
}

/** `宛先3名・空欄2件` */
function recipientsLine(template: Document, words: TemplateWords): string {
  const recipients = recipientsOf(template)
  if (recipients.length === 0) return words.noRecipient
  const open = recipients.filter((each) => each.slot !== null).length
  return [words.recipients(recipients.length), ...(open === 0 ? [] : [words.open(open)])].join('・')
}

function Filters({ filter, words }: { filter: Filter; words: TemplateWords }): JSX.Element {
  return (
    <div class="filters">
      <nav aria-label={words.scopeLabel}>
        <ul class="tabs">
          {templateScopes.map((scope) => (
            <li key={scope}>
              <a
                href={templatesPath({ scope, search: filter.search })}
                {...(scope === filter.scope ? { 'aria-current': 'true' as const } : {})}
              >
                {words.scopes[scope]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <SearchForm
        action="/console/templates"
        search={filter.search}
        narrowedBy={filter.scope === 'own' ? [] : [{ name: 'scope', value: filter.scope }]}
        words={words}
      />
    </div>
  )
}

function Empty({ filter, words }: { filter: Filter; words: TemplateWords }): JSX.Element {
  if (filter.search !== '') {
    return (
      <div class="empty">
        <h2>{words.nothingTitle}</h2>
        <p>{words.nothingLead}</p>
        <LinkButton kind="quiet" href={templatesPath({ scope: filter.scope })}>
          {words.clear}
        </LinkButton>
      </div>
    )
  }
  const { title, lead, link } = words.empty[filter.scope]
  const href = filter.scope === 'own' ? '/console/documents?status=draft' : templatesPath({})
  return (
    <div class="empty">
      <svg width="72" height="72" viewBox="0 0 72 72" fill="none" aria-hidden="true">
        <path class="empty-paper" d="M26 6h22l10 10v38H26z" />
        <path class="empty-paper" d="M16 16h22l10 10v40H16z" />
        <path class="empty-fold" d="M38 16v10h10" />
        <path class="empty-lines" d="M23 38h18M23 46h18M23 54h10" />
      </svg>
      <h2>{title}</h2>
      <p>{lead}</p>
      <LinkButton kind="quiet" href={href}>
        {link}
      </LinkButton>
    </div>
  )
}
