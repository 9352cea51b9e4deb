/** What the rest of the pages show: approvals, bulk sendings, second factors, links of mails, an address book. */
import { lease } from '#tests/fixtures/pdf/lease.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel } from '#tests/support/integrator.ts'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aList, stateOf, steer } from '../console/bulk-visitor.ts'
import { addColleague, enterConsole, formEntries } from '../console/console-visitor.ts'
import { begin } from '../console/making-visitor.ts'
import { atSecondStep, setUpApp } from '../console/second-factor-steps.ts'
import { sql } from '../web-api/other-clients.ts'

export type ConsoleMore = {
  /** A list with faults, one that may begin, one that stands still, one that is done. */
  bulk: { faulty: string; checked: string; paused: string; done: string }
  /** A draft that an approver is asked about. */
  approving: string
  /** The link of a mail for a password, and of an invitation. */
  passwordLink: string
  invitation: string
  passkey: string
  colleague: string
  /** With people to inform and a request for a file. */
  drafted: string
  reportee: string
  /** Sent out of the console, with everybody in the address book. */
  sentHere: string
  /** Cookies of an approver with an authenticator app. */
  approver: Recipient
  /** Those of somebody who has just come to the second step, which waits ten minutes. */
  halfway: () => Promise<Recipient>
}

const password = 'a password of theirs'
const heading = '書類のタイトル,宛先1 氏名,宛先1 会社名・組織名,宛先1 携帯電話番号,宛先1 メールアドレス'
const names = ['伊藤 大輔', '渡辺 葵', '小林 蓮', '加藤 結衣', '吉田 陸']
const rightRows = () =>
  names.map((name) => `雇用契約書（${name}様）,${name},株式会社みなと商事,${freshTel()},`)
const listOf = (rows: string[]) => `${[heading, ...rows].join('\r\n')}\r\n`

export async function fillMore(
  server: TestServer,
  clerk: Recipient,
  { template, invited }: { template: string; invited: string },
): Promise<ConsoleMore> {
  const list = (rows: string[], act: 'send' | 'draft' = 'draft') =>
    aList(clerk, template, listOf(rows), { act })
  const faulty = await list([
    ...rightRows(),
    '雇用契約書,,株式会社みなと商事,09011112222,',
    '雇用契約書,山口 颯太,,03-1234-5678,',
    '雇用契約書,松本 凛,,9.01E+09,',
    '雇用契約書,井上 湊,,,minato.example.jp',
  ])
  const checked = await list(rightRows(), 'send')
  const done = await list(rightRows())
  await steer(clerk, done, 'start')
  await until('the list is done', async () => (await stateOf(server, done)) === 'done', 60)
  const paused = await list(rightRows())
  await sql(server, `update bulk_sends set state = 'paused' where id = $1`, [paused])

  const sentHere = await sendHere(clerk)
  await sendByMail(clerk)
  const drafted = await draftHere(clerk, '秘密保持契約書.pdf')
  const page = `/console/documents/${drafted}/attachment`
  const form = await clerk.get(page)
  const participant = /name="participant" value="([0-9a-f]{32})"/.exec(form.html)?.[1] ?? ''
  const description = '運転免許証の写しをお送りください。'
  await clerk.post(page, { participant, description, required: '1' })
  const draft = await clerk.get(`/console/documents/${drafted}/draft`)
  const reportee = /reportees\/([0-9a-f]{32})"/.exec(draft.html)?.[1] ?? ''
  const approving = await draftHere(clerk, '業務委託契約書.pdf')
  const colleague = await someone(server, 'aoi.kimura@example.jp', '木村 葵')
  await sql(server, 'update members set document_approver = true where id = $1', [colleague])
  await sql(server, 'update teams set approval_required = true')
  await clerk.get(`/console/documents/${approving}/send`)
  await clerk.post(`/console/documents/${approving}/approval`, { comment: '今週中にお願いします。' })
  await sql(server, 'update teams set approval_required = false')
  const approver = await enterConsole(server, 'aoi.kimura@example.jp', password)
  await setUpApp(approver)
  await someone(server, 'ren.shimizu@example.jp', '清水 蓮')
  await setUpApp(await enterConsole(server, 'ren.shimizu@example.jp', password))
  const passkey = 'a-passkey-of-a-picture'
  await sql(
    server,
    `insert into sign_in_passkeys (id, member_id, name, public_key, counter, created_at)
     values ($1, $2, '仕事用のPC', '', 0, now())`,
    [passkey, colleague],
  )

  await clerk.get('/console/me/factors')
  await clerk.post('/console/me/app')
  return {
    bulk: { faulty, checked, paused, done },
    ...{ approving, passkey, colleague, sentHere, approver, drafted, reportee },
    passwordLink: await passwordLink(server, 'ren.shimizu@example.jp'),
    invitation: await linkIn(server, invited, /\/console\/invitations\/[A-Za-z0-9_-]+/),
    halfway: () => atSecondStep(server, 'ren.shimizu@example.jp', password),
  }
}

async function someone(server: TestServer, email: string, name: string): Promise<string> {
  await addColleague(server, email, password)
  await sql(server, 'update members set name = $2 where email = $1', [email, name])
  const [row] = await rowsOf<{ id: string }>(server, 'select id from members where email = $1', email)
  return row?.id ?? ''
}

/** A draft with two recipients, somebody to inform, and words. */
async function draftHere(clerk: Recipient, file: string): Promise<string> {
  const id = await begin(clerk, [{ name: file, bytes: await lease() }])
  const draft = `/console/documents/${id}/draft`
  const add = async (person: Record<string, string>) => {
    await clerk.get(draft)
    await clerk.post(`/console/documents/${id}/people`, person)
  }
  await add({ how: 'sms', name: '斎藤 悠真', organization: '株式会社みなと商事', tel: freshTel() })
  await add({ how: 'mail', name: '藤田 莉子', organization: '藤田デザイン', email: 'riko@example.jp' })
  await clerk.get(draft)
  await clerk.post(`/console/documents/${id}/reportees`, {
    name: '経理担当',
    organization: 'つばめ不動産',
    email: 'keiri@example.jp',
  })
  return id
}

async function sendHere(clerk: Recipient): Promise<string> {
  const id = await draftHere(clerk, '覚書.pdf')
  const { html } = await clerk.get(`/console/documents/${id}/send`)
  await clerk.post(`/console/documents/${id}/send`, { seen: formEntries(html).seen ?? '' })
  return id
}

/** To somebody who is asked by mail, and so can be reminded. */
async function sendByMail(clerk: Recipient): Promise<void> {
  const id = await begin(clerk, [{ name: '機密保持誓約書.pdf', bytes: await lease() }])
  await clerk.get(`/console/documents/${id}/draft`)
  await clerk.post(`/console/documents/${id}/people`, {
    ...{ how: 'mail', name: '藤田 莉子', organization: '藤田デザイン', email: 'riko@example.jp' },
  })
  const { html } = await clerk.get(`/console/documents/${id}/send`)
  await clerk.post(`/console/documents/${id}/send`, { seen: formEntries(html).seen ?? '' })
}

async function passwordLink(server: TestServer, email: string): Promise<string> {
  const browser = openBrowser(server.url)
  await browser.get('/console/password-lost')
  await browser.post('/console/password-lost', { email })
  return linkIn(server, email, /\/console\/password\/[A-Za-z0-9_-]{43}/)
}

/** The newest link of this kind that this address got by mail; waits for it. */
async function linkIn(server: TestServer, email: string, kind: RegExp): Promise<string> {
  let link: string | undefined
  await until('the mail with the link', async () => {
    const texts = (await server.mails()).flatMap(({ to, text }) => (to === email ? [text] : []))
    link = texts.flatMap((text) => kind.exec(text) ?? [])[0]
    return link !== undefined
  })
  return link ?? ''
}
