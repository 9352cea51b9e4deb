/** A server whose SMS go through SMPP: a good centre, and one that sends its receipts whenever it likes. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { command, status } from '#server/adapters/sms/smpp/pdu.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type HostileSmsc, startHostileSmsc } from '#tests/support/hostile-smsc.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { consent, openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { netSmpp, startSmppCentre, textOf } from '#tests/support/smpp-centre.ts'
import { until } from '#tests/support/until.ts'

const account = (url: string, username = 'musubi', password = 'secret') => ({
  SMS_GATEWAY: 'smpp',
  SMS_SMPP_URL: url,
  SMS_SMPP_USERNAME: username,
  SMS_SMPP_PASSWORD: password,
})

async function sentTo(server: TestServer, tel: string) {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const recipients = [{ name: '山田 花子', tel }]
  return sendDocument(integrator, { pdf: await contractPdf(), recipients })
}

test(
  'through a real centre (Net::SMPP) a whole agreement is concluded, and its SMS is known to have arrived',
  needs(netSmpp),
  async () => {
    const centre = await startSmppCentre('DELIVRD')
    const server = await startTestServer({ env: account(centre.url, centre.username, centre.password) })
    try {
      const tel = freshTel()
      const sent = await sentTo(server, tel)
      const browser = await proveThePhone(await signingUrl(sent), tel, async () => {
        const [submit] = await centre.waitFor('submit', 1)
        return /[0-9]{6}/.exec(submit === undefined ? '' : textOf(submit))?.[0] ?? 'none'
      })
      await consent(browser)
      await waitForStatus(sent, 2)
      const [submit, ...others] = centre.told('submit')
      expect(others).toEqual([])
      expect(submit?.to).toBe(`81${tel.slice(1)}`)
      await until('the receipt is kept', () => centre.told('receipt_answered').length === 1)
      expect(
        await rowsOf(
          server,
          'select state, gateway, provider_id, text_sealed from sms_messages where document_id = $1',
          sent.documentId,
        ),
      ).toEqual([{ state: 'delivered', gateway: 'first.smpp', provider_id: submit?.id, text_sealed: null }])
      await server.process().stop()
      await centre.waitFor('unbind', 1)
      expect(server.process().output()).not.toContain(tel.slice(1))
    } finally {
      await server.close()
      await centre.stop()
    }
  },
)

describe('a centre that keeps to no order', () => {
  let smsc: HostileSmsc
  let server: TestServer
  beforeAll(async () => {
    smsc = await startHostileSmsc()
    server = await startTestServer({ env: account(`smpp://127.0.0.1:${smsc.port}`) })
  })
  afterAll(async () => {
    await server?.close()
    smsc?.close()
  })
  const usual = () => (smsc.onSubmit = (line, pdu) => line.answer(pdu, status.ok, Buffer.from('usual\0')))
  afterEach(usual)

  const receiptsAnswered = () => smsc.heard.filter((pdu) => pdu.command === command.deliver_sm_resp).length

  async function codeAskedFor(): Promise<string> {
    const tel = freshTel()
    const sent = await sentTo(server, tel)
    const url = await signingUrl(sent)
    const browser = openBrowser(server.url)
    await browser.get(url)
    await browser.post(`${new URL(url).pathname}/phone`, { tel })
    return sent.documentId
  }

  async function rowOf(documentId: string) {
    const [row] = await rowsOf(
      server,
      'select state, provider_id from sms_messages where document_id = $1',
      documentId,
    )
    return row ?? {}
  }

  async function reasonOf(documentId: string) {
    const asked = 'select reason from sms_messages where document_id = $1'
    return (await rowsOf<{ reason: string }>(server, asked, documentId))[0]?.reason
  }

  async function events(documentId: string): Promise<string[]> {
    const rows = await rowsOf(
      server,
      `select type from audit where document_id = $1 and type like 'sms.%' order by sequence`,
      documentId,
    )
    return rows.map(({ type }) => String(type))
  }

  test('receipts before the answer are kept until it comes; of an arrival and a failure the arrival stays', async () => {
    smsc.onSubmit = async (line, pdu) => {
      const before = receiptsAnswered()
      line.receipt('early-1', 'UNDELIV')
      line.receipt('early-1', 'DELIVRD')
      line.receipt('early-1', 'DELIVRD')
      await until('they are kept', () => receiptsAnswered() === before + 3)
      line.answer(pdu, status.ok, Buffer.from('early-1\0'))
    }
    const id = await codeAskedFor()
    await until('it has arrived', async () => (await rowOf(id)).state === 'delivered')
    expect(await events(id)).toEqual(['sms.submitted'])
    expect(await rowsOf(server, 'select * from sms_receipts')).toEqual([])
    expect(await reasonOf(id)).toBe('')
  })

  test('a failure that is told before the answer keeps the word for why', async () => {
    smsc.onSubmit = async (line, pdu) => {
      const before = receiptsAnswered()
      line.receipt('early-2', 'UNDELIV')
      await until('it is kept', () => receiptsAnswered() === before + 1)
      line.answer(pdu, status.ok, Buffer.from('early-2\0'))
    }
    const id = await codeAskedFor()
    await until('it did not arrive', async () => (await rowOf(id)).state === 'undelivered')
    expect(await reasonOf(id)).toBe('smpp_err_000')
  })

  test('a failure is an event once, however often it is told, and a late arrival is believed', async () => {
    smsc.onSubmit = (line, pdu) => line.answer(pdu, status.ok, Buffer.from('late-1\0'))
    const id = await codeAskedFor()
    await until('it is submitted', async () => (await rowOf(id)).state === 'submitted')
    const before = receiptsAnswered()
    for (const stat of ['UNDELIV', 'UNDELIV', 'EXPIRED', 'REJECTD'])
      smsc.lines.at(-1)?.receipt('late-1', stat)
    await until('they are kept', () => receiptsAnswered() === before + 4)
    expect(await rowOf(id)).toMatchObject({ state: 'undelivered' })
    expect(await events(id)).toEqual(['sms.submitted', 'sms.undelivered'])
    smsc.lines.at(-1)?.receipt('late-1', 'DELIVRD')
    await until('it has arrived', async () => (await rowOf(id)).state === 'delivered')
    expect(await events(id)).toEqual(['sms.submitted', 'sms.undelivered'])
  })

  test('a text whose line was cut is unknown, and sent to nobody again', async () => {
    const before = smsc.heard.filter((pdu) => pdu.command === command.submit_sm).length
    smsc.onSubmit = (line) => void line.socket.resetAndDestroy()
    const id = await codeAskedFor()
    await until('it is unknown', async () => (await rowOf(id)).state === 'unknown')
    usual()
    await until('a new line', () => smsc.lines.at(-1)?.socket.destroyed === false)
    expect(smsc.heard.filter((pdu) => pdu.command === command.submit_sm)).toHaveLength(before + 1)
    expect(await events(id)).toEqual(['sms.unknown'])
  })

  test('a text that is throttled goes out with a later try', async () => {
    let refused = 0
    smsc.onSubmit = (line, pdu) => {
      refused += 1
      line.answer(pdu, status.throttled)
      smsc.onSubmit = (again, next) => again.answer(next, status.ok, Buffer.from('later-1\0'))
    }
    const id = await codeAskedFor()
    await until('it is taken', async () => (await rowOf(id)).state === 'submitted')
    expect(refused).toBe(1)
    expect(await rowOf(id)).toMatchObject({ provider_id: 'later-1' })
    expect(server.process().output()).toContain('"reason":"smpp_0x58"')
  })
})

test('a line over TLS is kept where its certificate is vouched for', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-smpps-'))
  const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const named = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...named]
  execFileSync('openssl', ['req', '-x509', ...made, '-keyout', keyFile, '-out', certFile], {
    stdio: 'ignore',
  })
  const smsc = await startHostileSmsc({
    key: await readFile(keyFile, 'utf8'),
    cert: await readFile(certFile, 'utf8'),
  })
  const server = await startTestServer({
    env: { ...account(`smpps://127.0.0.1:${smsc.port}`), NODE_EXTRA_CA_CERTS: certFile },
  })
  try {
    await until('it is bound', () => smsc.heard.some((pdu) => pdu.command === command.bind_transceiver))
    const tel = freshTel()
    const sent = await sentTo(server, tel)
    const url = await signingUrl(sent)
    const browser = openBrowser(server.url)
    await browser.get(url)
    await browser.post(`${new URL(url).pathname}/phone`, { tel })
    await until('the text is there', () => smsc.heard.some((pdu) => pdu.command === command.submit_sm))
  } finally {
    await server.close()
    smsc.close()
    await rm(directory, { recursive: true })
  }
})
