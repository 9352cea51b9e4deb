import type { JSX } from 'preact'
import type { Contact } from '#domain/contact.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { SearchForm } from '../frame/SearchForm.tsx'
import { contactWords } from './contact-words.ts'

export type ContactsPageProps = {
  chrome: ConsoleChrome
  /** Those that fit what is searched for. */
  contacts: Contact[]
  search: string
  /** The team has address books. */
  on: boolean
  /** For a draft, whose recipient is chosen; null: they are looked through. */
  documentId: string | null
  done: 'forgotten' | 'switched' | null
}

/** A member's own address book: to look through and to delete from, or to choose a recipient from. */
export function ContactsPage(props: ContactsPageProps): JSX.Element {
  const { chrome, contacts, search, on, documentId, done } = props
  const words = contactWords[chrome.lang]
  const choose = documentId === null ? null : words.choose
  const draft = `/console/documents/${documentId}/draft`
  const title = choose?.title ?? words.title
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents">
      {choose === null ? null : (
        <p class="back">
          <a href={`${draft}#people`}>{choose.back}</a>
        </p>
      )}
      <h1>{title}</h1>
      <p class="lead">{on ? (choose?.lead ?? words.lead) : words.off}</p>
      {done === null ? null : (
        <Notice kind="success" live>
          {done === 'forgotten' ? words.forgotten : words.team.done}
        </Notice>
      )}
      {on ? (
        <>
          <div class="filters">
            <SearchForm
              action={documentId === null ? '/console/contacts' : `/console/documents/${documentId}/contacts`}
              search={search}
              narrowedBy={[]}
              words={words}
            />
          </div>
          <div class="card table-card contacts">
            <Table
              caption={words.caption}
              rows={contacts}
              rowKey={({ id }) => id}
              empty={
                <div class="empty">
                  <h2>{search === '' ? words.emptyTitle : words.nothing}</h2>
                  {search === '' ? <p>{words.emptyLead}</p> : null}
                </div>
              }
              columns={[
                {
                  heading: words.columns.name,
                  cell: ({ name, organization, tel, email }) => (
                    <>
                      <strong class="row-title">{name}</strong>
                      {organization === '' ? null : <span class="row-under">{organization}</span>}
                      <span class="row-more">{tel || email}</span>
                    </>
                  ),
                },
                { heading: words.columns.reach, cell: ({ tel, email }) => tel || email },
                {
                  heading: words.columns.act,
                  cell: ({ id, name }) =>
                    choose === null ? (
                      <form method="post" action={`/console/contacts/${id}/forget`} data-once>
                        <FormToken value={chrome.formToken} />
                        <button class="button link" type="submit" aria-label={words.forgetLabel(name)}>
                          {words.forget}
                        </button>
                      </form>
                    ) : (
                      <a
                        class="button link"
                        href={`${draft}?contact=${id}#people`}
                        aria-label={choose.useLabel(name)}
                      >
                        {choose.use}
                      </a>
                    ),
                },
                {
                  heading: words.columns.usedAt,
                  align: 'right',
                  cell: ({ usedAt }) => (
                    <time dateTime={usedAt.toISOString()}>{stamp(usedAt, chrome.lang)}</time>
                  ),
                },
              ]}
            />
          </div>
        </>
      ) : null}
      {choose === null ? (
        <>
          {on && contacts.length > 0 && search === '' ? (
            <p class="last-act">
              <LinkButton kind="danger" href="/console/contacts/forget-all">
                {words.all.act}
              </LinkButton>
            </p>
          ) : null}
          {chrome.member?.administrator === true ? <ForTeam {...props} /> : null}
        </>
      ) : (
        <p>
          <a href="/console/contacts">{choose.manage}</a>
        </p>
      )}
    </ConsoleLayout>
  )
}

function ForTeam({ chrome, on }: ContactsPageProps): JSX.Element {
  const words = contactWords[chrome.lang].team
  return (
    <section class="card contacts-team" aria-labelledby="team-heading">
      <h2 id="team-heading">{words.title}</h2>
      <p>{on ? words.on : words.offNow}</p>
      {on ? (
        <>
          <LinkButton kind="quiet" href="/console/contacts/off">
            {words.switchOff}
          </LinkButton>
          <p class="hint">{words.switchOffHint}</p>
        </>
      ) : (
        <form method="post" action="/console/contacts/on" data-once>
          <FormToken value={chrome.formToken} />
          <Button kind="quiet">{words.switchOn}</Button>
        </form>
      )}
    </section>
  )
}
