/** Certificates are renewed and end while documents are on their way; time-stamping authorities hang, or are strangers. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  anAuthority,
  type Issued,
  issue,
  issueSigner,
  signingKeyOf,
} from '#tests/support/certificate-maker.ts'
import { expectConcludedOnce, rowsOf, trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { openDevice, standAtTheButton } from '#tests/support/consent-button.ts'
import { type HeldTimestamps, startHeldTimestamps } from '#tests/support/held-timestamps.ts'
import { freshTel, sendDocument, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { freePort, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { signSendingTooLate } from '#tests/support/signed-too-late.ts'
import { startTimestampServer } from '#tests/support/timestamp-server.ts'
import { until } from '#tests/support/until.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function open(env: Record<string, string>) {
  const server = await startTestServer({ env })
  closing.push(() => server.close())
  return { server, integrator: await signInIntegrator(server.url, server.clientId) }
}

type Renewal = { timestamps: HeldTimestamps; next: Record<string, string> }

async function verified({ url }: TestServer, pdf: Uint8Array): Promise<string> {
  const body = new FormData()
  body.set('file', new Blob([pdf as BlobPart], { type: 'application/pdf' }), 'x.pdf')
  return (await fetch(`${url}/verify`, { method: 'POST', body })).text()
}

test('renewed between sending and consent: concluded, and both certificates are known', async () => {
  const { server, integrator } = await open(signingKeyOf(issueSigner({ name: '運営 2026' })))
  const { sent, press } = await standAtTheButton({ server, integrator })
  await server.process().stop()
  await server.restart(signingKeyOf(issueSigner({ name: '運営 2027' })))
  expect((await press())?.status).toBe(303)
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
  const file = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
  const html = await verified(server, file.bytes)
  expect(html).toContain('data-verdict="concluded"')
  expect(html.match(/運営 202[67]（このサーバーの運営者）/g)).toEqual([
    '運営 2026（このサーバーの運営者）',
    '運営 2027（このサーバーの運営者）',
  ])
  const recorded = await rowsOf<{ subject: string; used: boolean }>(
    server,
    `select subject, last_used_at is not null as used from sealing_certificates where subject like '%運営%' order by subject`,
  )
  expect(recorded).toEqual([
    { subject: 'CN=運営 2026', used: true },
    { subject: 'CN=運営 2027', used: true },
  ])
})

const nameOfSigner = /運営 202[67](?=（このサーバーの運営者）)/g

test.each([
  {
    how: 'the old process is killed',
    async renew({ server }: { server: TestServer }, { timestamps, next }: Renewal) {
      await server.kill()
      await server.restart(next)
      await timestamps.waiting(2)
      timestamps.release()
    },
    // The new one signs anew what the old one did not end.
    signers: ['運営 2026', '運営 2027'],
  },
  {
    how: 'the old process is told to stop',
    async renew({ server }: { server: TestServer }, { timestamps, next }: Renewal) {
      const stopped = server.process().stop()
      timestamps.release()
      await stopped
      await server.restart(next)
    },
    signers: ['運営 2026', '運営 2026'],
  },
  {
    how: 'the new process works beside it',
    async renew({ server }: { server: TestServer }, { timestamps, next }: Renewal) {
      const other = await startProcess({
        dataDirectory: server.dataDirectory,
        databaseUrl: server.databaseUrl,
        port: await freePort(),
        env: { ...next, TSA_URL: timestamps.url, PUBLIC_URL: server.url },
      })
      closing.push(() => other.stop())
      timestamps.release()
      await until('the consent is signed', async () => {
        const signed = await rowsOf(server, `select 1 from audit where type = 'act.signed'`)
        return signed.length >= 2
      })
      await server.kill()
      await server.restart(next)
    },
    signers: ['運営 2026', '運営 2026'],
  },
])('renewed while the consent is being signed; $how: concluded once, and its signers are known', async ({
  renew,
  signers,
}) => {
  const timestamps = await startHeldTimestamps()
  closing.push(timestamps.close)
  const { server, integrator } = await open({
    ...signingKeyOf(issueSigner({ name: '運営 2026' })),
    TSA_URL: timestamps.url,
  })
  const { sent, press } = await standAtTheButton({ server, integrator })
  await waitForNoJobs(server)
  timestamps.hold()
  expect((await press())?.status).toBe(303)
  // The signature is made; what is missing is its timestamp.
  await timestamps.waiting(1)
  await renew({ server }, { timestamps, next: signingKeyOf(issueSigner({ name: '運営 2027' })) })
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
  expect(await trailOf(server, sent.documentId)).toMatchObject({ 'act.signed': 2 })
  const file = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
  const html = await verified(server, file.bytes)
  expect(html).toContain('data-verdict="concluded"')
  expect(html.match(nameOfSigner)).toEqual(signers)
})

test('two processes with different certificates side by side conclude whatever the other signed', async () => {
  const { server, integrator } = await open(signingKeyOf(issueSigner({ name: '運営 2026' })))
  const other = await startProcess({
    dataDirectory: server.dataDirectory,
    databaseUrl: server.databaseUrl,
    port: await freePort(),
    env: { ...signingKeyOf(issueSigner({ name: '運営 2027' })), PUBLIC_URL: server.url },
  })
  closing.push(() => other.stop())
  const people = []
  for (let each = 0; each < 6; each += 1) people.push(await standAtTheButton({ server, integrator }))
  await Promise.all(people.map(({ press }) => press()))
  for (const { sent } of people) {
    await waitForStatus(sent, 2)
    await expectConcludedOnce(server, sent)
  }
})

test('ended: nothing is sent, with a reason; the consent is kept and told; a new certificate concludes within ten seconds', async () => {
  const soon = new Date(Date.now() + 25_000)
  const { server, integrator } = await open(signingKeyOf(issueSigner({ until: soon })))
  const { sent, press, browser, base } = await standAtTheButton({ server, integrator })
  const draft = await integrator.call('POST', '/documents', { title: '遅すぎた書類' })
  await sleep(Math.max(0, soon.getTime() - Date.now()) + 1_500)
  expect((await press())?.status).toBe(303)
  await browser.get(`${base}/done`)
  expect(browser.page().html).toContain('data-outcome="delayed"')
  await until('the log names cause and cure', () =>
    server.process().output().includes('the seal waits: put a certificate'),
  )
  const late = await standAtTheButton({ server, integrator }).catch((error: Error) => error.message)
  expect(late).toContain('signing certificate has run out')
  expect(draft.status).toBe(200)
  await server.process().stop()
  await server.restart(signingKeyOf(issueSigner()))
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

const day = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * day)

/** A signer in force below an authority that is so only until then. */
function issueBelow(until: Date): Issued {
  const root = issue({ name: 'Test Root', kind: 'authority', from: inDays(-900) })
  const authority = issue({ name: '中間認証局', kind: 'authority', by: root, from: inDays(-800), until })
  return issue({ name: '運営 2025', by: authority, from: inDays(-700) })
}

test('the authority above the signing certificate ends: the consent waits and says why, nothing is sent, a new chain concludes', async () => {
  const soon = new Date(Date.now() + 20_000)
  const { server, integrator } = await open(signingKeyOf(issueBelow(soon)))
  const { sent, press } = await standAtTheButton({ server, integrator })
  await sleep(Math.max(0, soon.getTime() - Date.now()) + 1_500)
  expect((await press())?.status).toBe(303)
  await until('the log names cause and cure', () =>
    /CN=中間認証局, above the signing certificate,.*the seal waits: put a certificate/.test(
      server.process().output(),
    ),
  )
  const late = await standAtTheButton({ server, integrator }).catch((error: Error) => error.message)
  expect(late).toContain('signing certificate has run out')
  await server.process().stop()
  await server.restart(signingKeyOf(issueSigner()))
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test.each([
  ['a certificate that had ended', () => issueSigner({ from: inDays(-700), until: inDays(-2) })],
  ['a certificate below an authority that had ended', () => issueBelow(inDays(-2))],
])('an act that an earlier release signed by %s is signed anew after the last consent, and concluded', async (_, ended) => {
  const authority = anAuthority()
  const tsa = await startTimestampServer({ authority })
  closing.push(tsa.close)
  const { server, integrator } = await open({
    ...signingKeyOf(issueSigner({ name: '運営 2026' })),
    TSA_URL: tsa.url,
    TSA_CERTIFICATE: authority.rootPem,
  })
  const tel = freshTel()
  const recipients = [{ name: '山田 花子', tel }]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, widgets: false })
  await waitForNoJobs(server)
  await server.process().stop()
  const timestamps = createEvaluationTsa({
    keyPem: authority.tsaKeyPem,
    chainPem: authority.tsaCertPem + authority.rootPem,
    now: () => new Date(),
  })
  const { after } = await signSendingTooLate(server, sent, ended(), timestamps)
  await server.restart()

  const { press } = await openDevice({ server, integrator }, sent, tel)
  expect((await press())?.status).toBe(303)
  await waitForStatus(sent, 2)
  await waitForNoJobs(server)
  const trail = await trailOf(server, sent.documentId)
  expect(trail).toMatchObject({
    'participant.consented': 1,
    'acts.reopened': 1,
    'act.signed': 4,
    'document.concluded': 1,
  })
  expect(trail).not.toHaveProperty('sealing.failed')
  const acts = await rowsOf<{ sha256: string }>(
    server,
    'select sha256 from revisions where document_id = $1 order by act',
    sent.documentId,
  )
  expect(acts).toHaveLength(2)
  expect(acts.map(({ sha256 }) => sha256)).not.toContain(after)
  // What was consented to: the trail names those bytes, so they stay.
  const [consented] = await rowsOf<{ row: string }>(
    server,
    `select row from audit where document_id = $1 and type = 'participant.consented'`,
    sent.documentId,
  )
  expect(JSON.parse(consented?.row ?? '').shown).toEqual([{ fileId: sent.fileId, sha256: after }])
  const shown = join(server.dataDirectory, 'files/documents', sent.documentId, sent.fileId, `0-${after}.pdf`)
  expect(
    createHash('sha256')
      .update(await readFile(shown))
      .digest('hex'),
  ).toBe(after)
  const file = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
  const html = await verified(server, file.bytes)
  expect(html).toContain('data-verdict="concluded"')
  expect(html.match(/運営 202\d（このサーバーの運営者）/g)).toEqual(
    Array(2).fill('運営 2026（このサーバーの運営者）'),
  )
})

test('two authorities hang, then one comes back: consents are concluded within ten seconds, and the log says why', async () => {
  const authority = anAuthority()
  const [first, second] = [
    await startTimestampServer({ authority }),
    await startTimestampServer({ authority }),
  ]
  closing.push(first.close, second.close)
  const { server, integrator } = await open({
    TSA_URL: first.url,
    TSA_FALLBACK_URL: second.url,
    TSA_CERTIFICATE: authority.rootPem,
  })
  const people = []
  for (let each = 0; each < 3; each += 1) people.push(await standAtTheButton({ server, integrator }))
  first.behave('hang')
  second.behave('hang')
  for (const { press } of people) expect((await press())?.status).toBe(303)
  await sleep(14_000)
  second.behave('good')
  const cured = Date.now()
  for (const { sent } of people) await waitForStatus(sent, 2, 10 - (Date.now() - cured) / 1000)
  for (const { sent } of people) await expectConcludedOnce(server, sent)
  expect(server.process().output()).toMatch(/"problem":"timed_out".*"cure":"/)
})

test('an authority that chains only to itself is refused and alarmed; the other is used', async () => {
  const authority = anAuthority()
  const strange = await startTimestampServer({ authority: anAuthority() })
  const named = await startTimestampServer({ authority })
  closing.push(strange.close, named.close)
  const { server, integrator } = await open({
    TSA_URL: strange.url,
    TSA_FALLBACK_URL: named.url,
    TSA_CERTIFICATE: authority.rootPem,
  })
  const { sent, press } = await standAtTheButton({ server, integrator })
  await press()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
  expect(server.process().output()).toMatch(/"level":50.*"problem":"untrusted".*TSA_CERTIFICATE/)
})
