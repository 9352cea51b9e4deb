/**
 * Started on what earlier releases really left behind (tests/fixtures/release-…): each document reads as that release
 * answered, and goes on.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf, trailOf } from '#tests/support/concluded-once.ts'
import { type FormerRelease, formerRelease } from '#tests/support/former-release.ts'
import { type Integrator, signInIntegrator, signingUrl, waitForStatus } from '#tests/support/integrator.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'

const names = ['draft', 'untouched', 'halfway', 'good', 'half', 'concluded', 'cancelled'] as const

/** `withoutBody`: one as the first releases wrote documents; the migration makes its body of the rows. */
const releases = [
  { release: '0b86618, before documents had a body', fixture: 'release-0b86618', withoutBody: 'halfway' },
  { release: 'ae12487, with bodies, team events and two roles', fixture: 'release-ae12487' },
] as const

describe.each(releases)('after release $release', ({ fixture: folder, ...release }) => {
  const fixture = `tests/fixtures/${folder}`
  const withoutBody = 'withoutBody' in release ? { withoutBody: release.withoutBody } : {}
  let former: FormerRelease<(typeof names)[number]>
  let server: ServerProcess
  let integrator: Integrator
  let answers: Record<string, { status: number }>

  beforeAll(async () => {
    former = await formerRelease<(typeof names)[number]>(fixture, withoutBody)
    answers = JSON.parse(await readFile(`${fixture}/answers.json`, 'utf8'))
    server = await startProcess({ databaseUrl: former.databaseUrl, dataDirectory: former.dataDirectory })
    integrator = await signInIntegrator(server.url, former.clientId)
  })
  afterAll(async () => {
    await server?.stop()
    await former?.remove()
  })

  test('every document has a body, of which it reads as the release before answered', async () => {
    const bare = await rowsOf(former, 'select from documents where snapshot is null or version is null')
    expect(bare).toHaveLength(0)
    for (const name of names) {
      const { body } = await integrator.call('GET', `/documents/${former.documents[name].documentId}`)
      expect(body, name).toEqual(answers[name])
    }
  })

  test('the lists hold as many as before', async () => {
    const { body } = await integrator.call('GET', '/documents')
    expect(body.total).toBe(names.length)
  })

  test('a draft of before is changed and sent, and loses nothing', async () => {
    const { documentId } = former.documents.draft
    const path = `/documents/${documentId}`
    const before = answers.draft
    const changed = await integrator.call('PUT', path, { title: '改めた題名' })
    const { updated_at, last_processed_at, ...rest } = changed.body
    expect({ ...before, title: '改めた題名' }).toMatchObject(rest)
    expect((await integrator.call('POST', path)).body).toMatchObject({
      status: 1,
      reportees: [{ name: '見届 人' }],
    })
  })

  test('what the first of two had consented to, in rows alone, is concluded by the second', async () => {
    const { halfway } = former.documents
    const sent = { ...halfway, integrator }
    const outbox = async () =>
      await rowsOf<{ text: string }>(
        former,
        `select text from outbox_sms where tel = '09011110003' order by id desc`,
      )
    const codeFor = async () => {
      for (let tries = 0; tries < 400; tries++) {
        const [newest] = await outbox()
        if (newest !== undefined) return /[0-9]{6}/.exec(newest.text)?.[0] ?? ''
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
      throw new Error('no code arrived')
    }
    await consent(await proveThePhone(await signingUrl(sent, 1), '09011110003', codeFor))
    await waitForStatus(sent, 2)
    expect(await trailOf(former, halfway.documentId)).toMatchObject({
      'participant.consented': 2,
      'document.concluded': 1,
    })
  })
})
