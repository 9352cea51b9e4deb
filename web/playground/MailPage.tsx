import { shortTime, type ToolLinks, ToolShell } from './ToolShell.tsx'

type Mail = { key: string; to: string; subject: string; text: string; html: string | null; sentAt: Date }

/** The virtual mailbox: the list, and one mail beside it (on a phone: instead of it). */
export function MailPage(props: { links: ToolLinks; mails: Mail[]; open: Mail | null }) {
  const { links, mails, open } = props
  const words = links.words.mailPage
  return (
    <ToolShell links={links} title={open ? open.subject : words.title} tool="mail" live={!open}>
      <main class={open ? 'mail mail-reading' : 'mail'}>
        <section class="mail-list" aria-label={words.inbox} data-live>
          <h1>{words.inbox}</h1>
          {mails.length === 0 && <p class="mail-empty">{words.none}</p>}
          <ul>
            {mails.map((mail) => (
              <li key={mail.key}>
                <a
                  href={`/playground/mail/${mail.key}`}
                  {...(mail.key === open?.key ? { 'aria-current': 'true' } : {})}
                >
                  <span class="mail-subject">{mail.subject || words.noSubject}</span>
                  <time dateTime={mail.sentAt.toISOString()}>{shortTime(mail.sentAt)}</time>
                  <span class="mail-to">{mail.to}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        {open ? (
          <article class="mail-open">
            <p class="mail-back">
              <a href="/playground/mail">{words.back}</a>
            </p>
            <h2>{open.subject || words.noSubject}</h2>
            <dl>
              <dt>{words.to}</dt>
              <dd>{open.to}</dd>
              <dt>{words.at}</dt>
              <dd>{shortTime(open.sentAt)}</dd>
            </dl>
            {open.html === null ? (
              <div class="mail-text">{withLinks(open.text)}</div>
            ) : (
              <>
                <iframe
                  class="mail-html"
                  title={words.html}
                  src={`/playground/mail/${open.key}/html`}
                  sandbox="allow-popups allow-popups-to-escape-sandbox"
                />
                <details>
                  <summary>{words.text}</summary>
                  <div class="mail-text">{withLinks(open.text)}</div>
                </details>
              </>
            )}
          </article>
        ) : (
          <p class="mail-open mail-none">{mails.length > 0 ? words.choose : ''}</p>
        )}
      </main>
    </ToolShell>
  )
}

/** Plain text with its web addresses as links. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"'）」、。]+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
