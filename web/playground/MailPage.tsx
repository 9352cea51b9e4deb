import { shortTime, type ToolLinks, ToolShell } from './ToolShell.tsx'

type Mail = { key: string; to: string; subject: string; text: string; sentAt: Date }

/** The virtual mailbox: the list, and one mail beside it (on a phone: instead of it). Text parts only. */
export function MailPage(props: { links: ToolLinks; mails: Mail[]; open: Mail | null }) {
  const { links, mails, open } = props
  return (
    <ToolShell links={links} title={open ? open.subject : '仮想のメール'} tool="mail" live={!open}>
      <main class={open ? 'mail mail-reading' : 'mail'}>
        <section class="mail-list" aria-label="受信トレイ" data-live>
          <h1>受信トレイ</h1>
          {mails.length === 0 && (
            <p class="mail-empty">メールはまだ届いていません。送信されると、すぐにここへ届きます。</p>
          )}
          <ul>
            {mails.map((mail) => (
              <li key={mail.key}>
                <a
                  href={`/playground/mail/${mail.key}`}
                  {...(mail.key === open?.key ? { 'aria-current': 'true' } : {})}
                >
                  <span class="mail-subject">{mail.subject || '（件名なし）'}</span>
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
              <a href="/playground/mail">受信トレイへ戻る</a>
            </p>
            <h2>{open.subject || '（件名なし）'}</h2>
            <dl>
              <dt>宛先</dt>
              <dd>{open.to}</dd>
              <dt>日時</dt>
              <dd>{shortTime(open.sentAt)}</dd>
            </dl>
            <div class="mail-text">{withLinks(open.text)}</div>
          </article>
        ) : (
          <p class="mail-open mail-none">{mails.length > 0 ? 'メールを選ぶと、ここに表示します。' : ''}</p>
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
