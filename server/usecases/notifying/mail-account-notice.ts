import type { MailAccountNotice } from '#domain/account-notice.ts'
import { letterOf } from '../letters/letter.ts'
import type { Ports } from '../ports.ts'
import { handOverMail } from './hand-over-mail.ts'

type Needs = Pick<Ports, 'database' | 'mail'> & { publicUrl: string }

/** Tells a member of a change of their own account, in the language of their mails. Nobody may do without it. */
export async function mailAccountNotice(needs: Needs, job: Omit<MailAccountNotice, 'job'>): Promise<void> {
  const { database, mail, publicUrl } = needs
  const { memberId, notice, occasion, browser, system, left } = job
  if (mail === null) return
  const member = await database.read.member(memberId)
  if (member === null || member.disabled) return
  const language = (await database.read.letterLanguage(memberId)) ?? 'ja'
  const url = `${publicUrl}/console/me`
  const device = [browser, system].filter((part) => part !== '').join(' / ')
  const letter = letterOf('account_notice', language, {
    ...{ to: member.name, url, notice, device, left },
    at: new Date(occasion),
  })
  const idempotencyKey = ['account', notice, memberId, occasion].join('.')
  await handOverMail(mail, { idempotencyKey, letter, to: member.email })
}
