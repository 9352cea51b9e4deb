import type { Connection } from '../connection/statements.ts'
import { statement } from '../connection/statements.ts'

const addSms = statement('outbox_add_sms', 'insert into outbox_sms (tel, text, sent_at) values ($1, $2, $3)')
const addMail = statement(
  'outbox_add_mail',
  'insert into outbox_mails (recipient, subject, text, html, sent_at) values ($1, $2, $3, $4, $5)',
)
const listSms = statement<{ tel: string; text: string; sent_at: Date }>(
  'outbox_list_sms',
  'select tel, text, sent_at from outbox_sms order by id desc limit 500',
)
const listMails = statement<{
  recipient: string
  subject: string
  text: string
  html: string | null
  sent_at: Date
}>(
  'outbox_list_mails',
  'select recipient, subject, text, html, sent_at from outbox_mails order by id desc limit 200',
)

/** What evaluation's virtual phone and mailbox received; newest first. In the database, so that it outlives a restart. */
export function outboxStore(connection: Connection) {
  return {
    async addSms(sms: { to: string; text: string; sentAt: Date }): Promise<void> {
      await addSms(connection, sms.to, sms.text, sms.sentAt)
    },
    async addMail(mail: { to: string; subject: string; text: string; html: string | null; sentAt: Date }) {
      await addMail(connection, mail.to, mail.subject, mail.text, mail.html, mail.sentAt)
    },
    async smsMessages() {
      return (await listSms(connection)).map((row) => ({ to: row.tel, text: row.text, sentAt: row.sent_at }))
    },
    async mails() {
      return (await listMails(connection)).map(({ recipient, sent_at: sentAt, ...rest }) => ({
        to: recipient,
        ...rest,
        sentAt,
      }))
    },
  }
}
