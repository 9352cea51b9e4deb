/** Transfer by recipients (転送): from the page of whoever passes it on to the consent of whoever it was passed on to. */
import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, openBrowser, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { atTheDocument, linkOf, mailsTo, passOn } from './mail-visitor.ts'

let server: TestServer
let integrator: Integrator
beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

let people = 0
const fresh = () => `person${++people}@example.jp`
const ken = (email: string) => ({
  ...{ email, name: '鈴木 健', organization: '法務部', language: 'en', message: 'Please look\nat it' },
})

type Party = Record<string, string> & { email: string }

/** Sent, with a recipient by e-mail for each party. */
async function send(parties: Party[], more: Record<string, string> = {}): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', {
    ...{ title: '業務委託契約書', can_transfer: 'true' },
    ...more,
  })
  await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
  for (const each of parties) {
    await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', ...each })
  }
  expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
  return body.id
}

/** As the database holds an upload; what lies in storage matters to nobody here. */
const upload = (documentId: string) => ({
  ...{
    id: 'upload1',
    name: '免許証の表.jpg',
    status: 'valid',
    media_type: 'image/jpeg',
    sha256: 'ab'.repeat(32),
  },
  ...{ bytes: 9, storage_key: `documents/${documentId}/none`, uploaded_at: '2026-11-30T00:00:00.000Z' },
})

const trail = (documentId: string) =>
  rowsOf<{ type: string; row: string }>(
    server,
    'select type, row from audit where document_id = $1 order by sequence',
    documentId,
  )

describe('a document that may be passed on', () => {
  test('is the other person’s: they are asked in their language and consent; the first link is dead for good', async () => {
    const [hanako, other, third] = [fresh(), fresh(), fresh()]
    const id = await send([{ email: hanako }, { email: third, name: '佐藤 次郎' }])
    const link = await linkOf(server, hanako)
    const browser = await atTheDocument(link)
    expect(browser.page().html).toContain('ほかの方に転送する')
    const base = new URL(link).pathname
    await browser.get(`${base}/transfer`)
    const asked = await browser.post(`${base}/transfer`, ken(other))
    expect(asked.html).toContain('この方に')
    expect(asked.html).toContain(other)
    expect((await trail(id)).some(({ type }) => type === 'participant.transferred')).toBe(false)
    const done = await browser.post(`${base}/transfer/send`)
    expect([done.status, new URL(done.url).pathname]).toEqual([200, `${base}/transferred`])
    // Reload, the link in another browser, and a consent with the session of before.
    expect((await browser.get(`${base}/transferred`)).status).toBe(200)
    const old = await openBrowser(server.url).get(link)
    expect([old.status, old.html]).toEqual([410, expect.stringContaining('この書類は転送されました')])
    expect((await browser.get(`${base}/review`)).html).toContain('この書類は転送されました')
    expect((await browser.get(`${base}/files/any`)).html).not.toContain('%PDF')

    const [mail] = await mailsTo(server, other)
    expect(mail?.subject).toBe('Please review: 業務委託契約書')
    expect(mail?.text).toContain('山田 花子 passed it on to you.')
    expect(mail?.text).toMatch(/Message from the person who passed it on\n.*Please look\n.*at it/)
    const [told] = (await mailsTo(server, server.email)).filter(
      ({ subject }) => subject === '【転送】業務委託契約書',
    )
    expect(told?.text).toContain('山田 花子 様が、書類の確認を 鈴木 健 様に転送しました')
    expect(told?.text).not.toContain('アクセスコード')
    const { body } = await integrator.call('GET', `/documents/${id}`)
    expect(body.participants[1]).toMatchObject({
      name: '鈴木 健',
      email: other,
      organization: '法務部',
      status: 4,
      transferred_from: [
        { name: '山田 花子', organization: '', transferred_at: expect.stringMatching(/^20/) },
      ],
    })
    expect(body.participants[2]).not.toHaveProperty('transferred_from')

    await consent(await atTheDocument(await linkOf(server, other)))
    await consent(await atTheDocument(await linkOf(server, third)))
    await waitForStatus({ documentId: id, fileId: '', participants: [], integrator }, 2)
    await waitForNoJobs(server)
    expect((await browser.get(`${base}/copy`)).status).toBe(410)
    expect((await browser.get(`${base}/done`)).html).toContain('この書類は転送されました')
    expect((await server.mails()).filter(({ to }) => to === hanako)).toHaveLength(1)
    expect((await mailsTo(server, other, 2))[1]?.subject).toContain('Concluded: ')

    const { bytes } = await integrator.download(`/documents/${id}/certificate`)
    const certificate = join(server.dataDirectory, 'certificate.pdf')
    await writeFile(certificate, bytes)
    const printed = execFileSync('pdftotext', ['-layout', certificate, '-']).toString()
    expect(printed.match(/転送.*/g)).toEqual([
      expect.stringMatching(/^転送 +Passed on +山田 花子 から転送.*\d{4}年\d+月\d+日/),
    ])

    const rows = await trail(id)
    expect(rows.map(({ row }) => row).join()).not.toMatch(/山田|鈴木|example\.jp/)
    const member = await enterConsole(server)
    const { html } = await member.get(`/console/documents/${id}`)
    const text = html.replace(/<[^>]*>/g, '')
    expect(text).toContain('山田 花子さんが鈴木 健さんに転送しました')
    expect(text).toContain('山田 花子さんが書類を開きました')
    expect(text).toContain('鈴木 健さんが書類の内容に同意しました')
    expect(text).not.toContain('山田 花子さんが書類の内容に同意しました')
    expect(text).toContain(`山田 花子さん（${hanako}）から`)
  })

  test('keeps its access code, which the sender is asked to tell', async () => {
    const [hanako, other] = [fresh(), fresh()]
    await send([{ email: hanako, access_code: 'sakura-2026' }])
    const link = await linkOf(server, hanako)
    const base = new URL(link).pathname
    // Before the code is right nothing can be passed on.
    const stranger = openBrowser(server.url)
    await stranger.get(link)
    expect((await stranger.get(`${base}/transfer`)).url).toMatch(new RegExp(`${base}$`))
    const browser = await atTheDocument(link, { access_code: 'sakura-2026' })
    await passOn(browser, link, ken(other))
    const told = (await mailsTo(server, server.email)).filter(({ subject }) => subject.startsWith('【転送】'))
    await until('the sender is told of the code', async () =>
      (await server.mails()).some(({ to, text }) => to === server.email && text.includes('アクセスコード')),
    )
    expect(told.length).toBeGreaterThan(0)
    const next = openBrowser(server.url)
    const second = await linkOf(server, other)
    await next.get(second)
    const wrong = await next.post(`${new URL(second).pathname}/open`, { access_code: '' })
    expect(wrong.html).toContain('name="access_code"')
    expect((await atTheDocument(second, { access_code: 'sakura-2026' })).page().url).toMatch(/\/review$/)
  })

  test('shows what is wrong beside each field, keeps what was typed, and goes back to it from the question', async () => {
    const hanako = fresh()
    const id = await send([{ email: hanako }])
    const link = await linkOf(server, hanako)
    const browser = await atTheDocument(link)
    const base = new URL(link).pathname
    const wrong = await passOn(browser, link, {
      ...ken(`a@example.jp\r\nBcc: ${fresh()}`),
      name: '',
      message: '長'.repeat(501),
    })
    expect(wrong.status).toBe(422)
    for (const field of ['email', 'name', 'message']) expect(wrong.html).toContain(`id="${field}-error"`)
    expect(wrong.html).toContain('value="法務部"')
    await browser.get(`${base}/transfer`)
    await browser.post(`${base}/transfer`, ken(fresh()))
    const again = await browser.post(`${base}/transfer`, { edit: '1' })
    expect(again.html).toMatch(/name="name"[^>]*value="鈴木 健"|value="鈴木 健"[^>]*name="name"/)
    const own = await passOn(browser, link, ken(hanako.toUpperCase()))
    expect(own.html).toContain('あなたのメールアドレスです')
    const forged = await openBrowser(server.url).post(`${link}/transfer/send`, ken(fresh()))
    expect(forged.status).toBeGreaterThanOrEqual(400)
    expect((await trail(id)).some(({ type }) => type === 'participant.transferred')).toBe(false)
  })

  test('takes neither entries nor uploads along, and says so before', async () => {
    const [hanako, other] = [fresh(), fresh()]
    const { body } = await integrator.call('POST', '/documents', { title: '申込書', can_transfer: '1' })
    const path = `/documents/${body.id}`
    const uploaded = await integrator.upload(body.id, await contractPdf(), '申込書.pdf')
    const added = await integrator.call('POST', `${path}/participants`, { name: '山田 花子', email: hanako })
    const participant_id = added.body.participants[1].id
    const field = {
      participant_id,
      type: '1',
      page: '0',
      x: '60',
      y: '600',
      w: '200',
      h: '24',
      label: 'ご住所',
    }
    await integrator.call('POST', `${path}/files/${uploaded.body.files[0].id}/widgets`, field)
    const asked = { participant_id, description: '免許証', required: 'true' }
    expect((await integrator.call('POST', `${path}/attachments`, asked)).status).toBe(200)
    expect((await integrator.call('POST', path)).status).toBe(200)
    const link = await linkOf(server, hanako)
    const base = new URL(link).pathname
    const browser = await atTheDocument(link)
    const [, widget = ''] = /name="(widget-[^"]+)"/.exec(browser.page().html) ?? []
    await browser.post(`${base}/inputs`, { [widget]: '東京都千代田区の自宅' })
    await rowsOf(
      server,
      `update documents set snapshot = jsonb_set(snapshot::jsonb, '{attachment,files}', $2::jsonb) where id = $1`,
      body.id,
      JSON.stringify([upload(body.id)]),
    )
    await browser.get(`${base}/transfer`)
    const question = await browser.post(`${base}/transfer`, ken(other))
    expect(question.html).toContain('あなたが入力した内容と、お送りになった添付ファイルは消えます')
    await browser.post(`${base}/transfer/send`)
    const next = await atTheDocument(await linkOf(server, other))
    expect(next.page().html).not.toMatch(/自宅|免許証の表\.jpg/)
    expect((await trail(body.id)).map(({ type }) => type)).toContain('attached_file.deleted')
    // A page of before that is sent late.
    await browser.post(`${base}/inputs`, { [widget]: '遅れて届いた自宅' })
    expect((await next.get(`${new URL(next.page().url).pathname}`)).html).not.toContain('自宅')
  })

  test('pressed thirty times at once is one, and costs the network one try', async () => {
    const hanako = fresh()
    await send([{ email: hanako }])
    const link = await linkOf(server, hanako)
    const target = fresh()
    const browsers = [await atTheDocument(link), await atTheDocument(link), await atTheDocument(link)]
    const before = await taken()
    await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        passOn(browsers[at % 3] as Recipient, link, ken(target)).catch(() => null),
      ),
    )
    await waitForNoJobs(server)
    expect(await mailsTo(server, target)).toHaveLength(1)
    // Of the network, and of whom it goes to.
    expect((await taken()) - before).toBe(2)
  })

  async function taken(): Promise<number> {
    const [row] = await rowsOf<{ sum: number }>(
      server,
      'select coalesce(sum(taken), 0)::int as sum from stranger_limits',
    )
    return row?.sum ?? 0
  }

  test('goes to one address at most five times a day', async () => {
    const target = fresh()
    for (let at = 0; at < 6; at++) {
      const hanako = fresh()
      await send([{ email: hanako }])
      const link = await linkOf(server, hanako)
      const page = await passOn(await atTheDocument(link), link, ken(target))
      expect(page.status).toBe(at < 5 ? 200 : 429)
    }
    await waitForNoJobs(server)
    expect(await mailsTo(server, target, 5)).toHaveLength(5)
  })
})

describe('a document that may not be passed on', () => {
  test('has no link and refuses the pages, also for recipients by SMS', async () => {
    const hanako = fresh()
    await send([{ email: hanako }], { can_transfer: 'false' })
    const link = await linkOf(server, hanako)
    const browser = await atTheDocument(link)
    expect(browser.page().html).not.toContain('ほかの方に転送する')
    const base = new URL(link).pathname
    expect((await browser.get(`${base}/transfer`)).status).toBe(403)
    await browser.get(`${base}/review`)
    expect((await browser.post(`${base}/transfer`, ken(fresh()))).status).toBe(403)
    await browser.get(`${base}/review`)
    expect((await browser.post(`${base}/transfer/send`, ken(fresh()))).status).toBe(403)

    const tel = freshTel()
    const sent = await sendDocument(integrator, {
      pdf: await contractPdf(),
      recipients: [{ name: '山田 花子', tel }],
      widgets: false,
    })
    const url = await signingUrl(sent)
    const phone = await proveThePhone(url, tel, server.codeFor)
    expect((await phone.get(`${new URL(url).pathname}/transfer`)).status).toBe(403)
  })

  test('is past: cancelled, consented to, or not their turn', async () => {
    const [first, second, third] = [fresh(), fresh(), fresh()]
    const cancelled = await send([{ email: first }])
    const link = await linkOf(server, first)
    const browser = await atTheDocument(link)
    const base = new URL(link).pathname
    await browser.get(`${base}/transfer`)
    await browser.post(`${base}/transfer`, ken(fresh()))
    await integrator.call('PUT', `/documents/${cancelled}/decline`)
    expect((await browser.post(`${base}/transfer/send`)).html).toContain('この書類は取消されました')

    const consented = await send([{ email: second }, { email: third }])
    const other = await linkOf(server, second)
    const done = await atTheDocument(other)
    await done.get(`${new URL(other).pathname}/transfer`)
    await done.post(`${new URL(other).pathname}/transfer`, ken(fresh()))
    const page = done.page()
    await done.get(`${new URL(other).pathname}/review`)
    await consent(done)
    expect(page.html).toContain('name="form_token"')
    await done.post(`${new URL(other).pathname}/transfer/send`, ken(fresh()))
    for (const id of [cancelled, consented]) {
      expect((await trail(id)).some(({ type }) => type === 'participant.transferred')).toBe(false)
    }
  })
})

describe('at the same moment', () => {
  test('of two transfers one is done, and of a transfer and a consent one', async () => {
    for (let round = 0; round < 4; round++) {
      const [hanako, one, two] = [fresh(), fresh(), fresh()]
      const id = await send([{ email: hanako }])
      const link = await linkOf(server, hanako)
      const base = new URL(link).pathname
      const [left, right] = [await atTheDocument(link), await atTheDocument(link)]
      const ready = async (browser: Recipient, email: string) => {
        await browser.get(`${base}/transfer`)
        await browser.post(`${base}/transfer`, ken(email))
      }
      await ready(left, one)
      if (round % 2 === 0) await ready(right, two)
      else await right.post(`${base}/confirm`)
      await Promise.all([
        left.post(`${base}/transfer/send`),
        round % 2 === 0 ? right.post(`${base}/transfer/send`) : right.post(`${base}/consent`),
      ])
      await waitForNoJobs(server)
      const types = (await trail(id)).map(({ type }) => type)
      const done = types.filter((type) => /^participant\.(transferred|consented)$/.test(type))
      expect(done).toHaveLength(1)
      const asked = (await server.mails()).filter(
        ({ to, subject }) => [one, two].includes(to) && subject.startsWith('Please'),
      )
      expect(asked).toHaveLength(done[0] === 'participant.transferred' ? 1 : 0)
    }
  })

  test('a mail that waited for the one before is not sent to the other', async () => {
    const [hanako, other] = [fresh(), fresh()]
    const id = await send([{ email: hanako }])
    const link = await linkOf(server, hanako)
    const [first] = await rowsOf<{ occasion: string; participant: string }>(
      server,
      `select row::json->'detail'->>'participantId' as participant, row::json->>'at' as occasion from audit
       where document_id = $1 and type = 'turn.started'`,
      id,
    )
    await passOn(await atTheDocument(link), link, ken(other))
    await waitForNoJobs(server)
    // As if the first request had been deferred until now.
    await rowsOf(
      server,
      `select graphile_worker.add_job('deliver-mail', json_build_object('documentId', $1::text, 'kind', 'requested',
         'readerId', $2::text, 'occasion', $3::text))`,
      id,
      first?.participant ?? '',
      first?.occasion ?? '',
    )
    await waitForNoJobs(server)
    expect(await mailsTo(server, other)).toHaveLength(1)
    expect((await openBrowser(server.url).get(await linkOf(server, other))).status).toBe(200)
  })
})
