/** The line to PostgreSQL breaks during an upload: no document ever has a file without its bytes. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startPostgresProxy } from '#tests/support/cutting-proxy.ts'
import { type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator
let proxy: Awaited<ReturnType<typeof startPostgresProxy>>

beforeAll(async () => {
  proxy = await startPostgresProxy(inject('postgresUrl'))
  server = await startTestServer({ databaseUrl: proxy.through })
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(async () => {
  await server?.close()
  await proxy?.close()
})

async function emptyDraft(): Promise<string> {
  return (await integrator.call('POST', '/documents', { title: '覚書' })).body.id
}

test.each([
  'request',
  'answer',
] as const)('cut at the %s, whichever of them: what is listed can be fetched', async (stage) => {
  const pdf = await contractPdf()
  let unheard = 0
  // An upload asks about ten times; polls of the idle workers come between, so that one round may miss the commit.
  for (let round = 0; round < 5 && unheard === 0; round++) {
    for (let at = 1; at <= 14; at++) {
      const documentId = await emptyDraft()
      proxy.watch({ at, stage, strike: (cut) => cut() })
      const { status } = await integrator.upload(documentId, pdf, '覚書.pdf')
      proxy.watch()
      const { body } = await integrator.call('GET', `/documents/${documentId}`)
      if (status === 200) expect(body.files).toHaveLength(1)
      else unheard += body.files.length
      for (const { id } of body.files) {
        const file = await integrator.download(`/documents/${documentId}/files/${id}`)
        const same = Buffer.from(file.bytes).equals(pdf)
        expect({ at, status: file.status, same }).toEqual({ at, status: 200, same: true })
      }
    }
    if (stage === 'request') break
  }
  // The file was added and the caller heard of an error: that is the case that matters.
  expect(unheard > 0).toBe(stage === 'answer')
})
