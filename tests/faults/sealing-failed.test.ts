/** A file that the final verification refuses: nobody hangs, everybody is told, and there is a way out. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { expectConcludedOnce, rowsOf, trailOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, type Sent, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let integrator: Integrator
beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

/** The upload as it lies in storage, which is the beginning of what is sealed, is other bytes now. Answers the cure. */
async function damageUpload({ documentId, fileId }: Sent): Promise<() => Promise<void>> {
  const path = join(server.dataDirectory, 'files', 'documents', documentId, fileId, 'original.pdf')
  const good = await readFile(path)
  const bad = Buffer.from(good)
  bad[bad.length >> 1] = (bad[bad.length >> 1] ?? 0) ^ 1
  await writeFile(path, bad)
  return () => writeFile(path, good)
}

/** The gaps between tries, passed without waiting: the test owns this database. */
async function tryNow(): Promise<void> {
  await rowsOf(server, 'update graphile_worker._private_jobs set run_at = now() where locked_at is null')
}

async function failsToSeal() {
  const person = await standAtTheButton({ server, integrator })
  const mend = await damageUpload(person.sent)
  expect((await person.press())?.status).toBe(303)
  await until('everybody is told', async () => {
    await tryNow()
    return (await trailOf(server, person.sent.documentId))['sealing.failed'] === 1
  })
  return { ...person, mend }
}

const cancel = ({ documentId }: Sent) =>
  integrator.call('PUT', `/documents/${documentId}/decline`, { comment: '別のファイルで送り直します' })

test('the sender, the recipient and the operator are told, the consent is kept, and the sender may end the document', async () => {
  const { sent, browser, base } = await failsToSeal()
  const { documentId } = sent
  expect((await integrator.call('GET', `/documents/${documentId}`)).body.status).toBe(1)

  // The recipient.
  await browser.get(`${base}/done`)
  expect(browser.page().html).toContain('data-outcome="failed"')
  expect(browser.page().html).toContain('同意を承り、記録しました')
  // Whoever opens the URL later, on another device, is told the same.
  const url = `${server.url}${base}`
  const later = await (await fetch(url)).text()
  expect(later).toContain('data-state="sealing_failed"')
  expect(later).toContain('まだ締結されていません')
  const english = await (await fetch(`${url}?lang=en`)).text()
  expect(english).toContain('it is not concluded yet')
  // The operator: one alarm, with cause and cure.
  const alarms = server
    .process()
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"sealing.failed"') && line.includes(documentId))
  expect(alarms).toHaveLength(1)
  expect(JSON.parse(alarms[0] ?? '')).toMatchObject({
    level: 50,
    reason: expect.stringContaining('original_bytes'),
  })
  expect(JSON.parse(alarms[0] ?? '').cure).toContain('end the document')
  // The sender, in the console and by mail.
  const member = await enterConsole(server)
  const shown = await member.get(`/console/documents/${documentId}`)
  expect(shown.html).toContain('締結できません')
  expect(shown.html).toContain('original_bytes')
  await until('the mail is there', async () =>
    (await server.mails()).some((mail) => mail.subject.startsWith('【締結できません】')),
  )

  const asked = await member.get(`/console/documents/${documentId}/cancel`)
  expect(asked.html).toContain('書類の終了')
  const { status, body } = await cancel(sent)
  expect([status, body.status, body.decline_comment]).toEqual([200, 3, '別のファイルで送り直します'])
  expect(body.participants.map((each: { status: number }) => each.status)).toEqual([9, 7])
  const facts = await rowsOf<{ row: string }>(
    server,
    `select row from audit where document_id = $1 and type in ('sealing.failed', 'document.cancelled') order by sequence`,
    documentId,
  )
  expect(facts.map(({ row }) => JSON.parse(row))).toMatchObject([
    { reason: expect.stringContaining('original_bytes') },
    { because: 'sealing.failed' },
  ])
  expect((await cancel(sent)).status).toBe(400)
})

test('what the operator mends is concluded by itself, and cannot be ended any more', async () => {
  const { sent, mend } = await failsToSeal()
  await mend()
  await server.process().stop()
  await server.restart()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
  expect((await cancel(sent)).status).toBe(400)
})

test('while sealing goes on, and after one refusal, the sender cannot end what everybody consented to', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  const mend = await damageUpload(sent)
  await press()
  await until('it is refused once', async () => {
    const [row] = await rowsOf<{ sealing: { tries: number } | null }>(
      server,
      'select sealing from documents where id = $1',
      sent.documentId,
    )
    return row?.sealing?.tries === 1
  })
  expect((await cancel(sent)).status).toBe(400)
  await mend()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test('an end and a try that succeeds at the same moment: exactly one of both holds', async () => {
  const outcomes: number[] = []
  for (const lead of [0, 1, 2, 3, 4, 5]) {
    const { sent, mend } = await failsToSeal()
    await mend()
    const again = async () => {
      await tryNow()
      await rowsOf(server, `select pg_notify('jobs:insert', '{"count":10}')`)
    }
    const pause = new Promise((resolve) => setTimeout(resolve, lead * 25))
    const [ended] = await Promise.all([pause.then(() => cancel(sent)), again()])
    const { body } = await integrator.call('GET', `/documents/${sent.documentId}`)
    if (ended.status === 200) {
      await until('nothing is left to do', async () => {
        await tryNow()
        return (await rowsOf(server, 'select 1 from graphile_worker._private_jobs')).length === 0
      })
      const trail = await trailOf(server, sent.documentId)
      expect(trail).toMatchObject({ 'document.cancelled': 1 })
      expect(trail).not.toHaveProperty('document.concluded')
      expect((await integrator.call('GET', `/documents/${sent.documentId}`)).body.status).toBe(3)
    } else {
      expect(ended.status).toBe(400)
      await waitForStatus(sent, 2)
      await expectConcludedOnce(server, sent)
    }
    outcomes.push(body.status)
  }
  expect(outcomes).toHaveLength(6)
})

test('a storage that is away for a while is no verdict about anybody’s file: nobody is alarmed, and it is concluded', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  const place = join(server.dataDirectory, 'files')
  const away = `${place}-away`
  await rename(place, away)
  try {
    expect((await press())?.status).toBe(303)
    for (let tries = 1; tries <= 4; tries++) {
      await until(`try ${tries} failed`, async () => {
        const [row] = await rowsOf<{ attempts: number; last_error: string | null }>(
          server,
          'select attempts, last_error from graphile_worker._private_jobs where locked_at is null',
        )
        return row !== undefined && (row.last_error ?? '').includes('the storage is not there')
      })
      await rowsOf(server, 'update graphile_worker._private_jobs set last_error = null, run_at = now()')
    }
    expect(await trailOf(server, sent.documentId)).not.toHaveProperty('sealing.failed')
  } finally {
    await rename(away, place)
  }
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})
