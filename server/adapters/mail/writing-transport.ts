import type { MailTransport } from '../../usecases/delivery-ports.ts'
import { letterHtml } from './letter-html.tsx'
import { letterText } from './letter-text.ts'
import type { WrittenMailTransport } from './written-mail.ts'

/** Writes each mail's letter as text and as HTML, which say the same, and hands it over. */
export function writingTransport(carrier: WrittenMailTransport): MailTransport & { close(): void } {
  return {
    send: ({ letter, ...mail }) =>
      carrier.send({
        ...mail,
        subject: letter.subject,
        text: letterText(letter),
        html: letterHtml(letter),
      }),
    close: () => carrier.close(),
  }
}
