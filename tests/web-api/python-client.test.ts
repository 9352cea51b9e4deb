import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate } from '#tests/console/template-maker.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { needs } from '#tests/support/needs.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, type Caller, upload } from './caller.ts'
import { sql } from './other-clients.ts'

const python = '/usr/bin/python3'
const run = promisify(execFile)

let server: TestServer
let caller: Caller
let folder: string
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  folder = await mkdtemp(join(tmpdir(), 'musubi-python-'))
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

/** One file, and two places that are open. */
async function aTemplate(): Promise<string> {
  const id = await aDraft(caller)
  await caller.call('POST', `/documents/${id}/files`, { raw: upload(await contractPdf()) })
  for (const name of ['甲', '乙']) {
    const form = { name, email: `${name === '甲' ? 'a' : 'b'}@example.jp` }
    await caller.call('POST', `/documents/${id}/participants`, { form })
  }
  const { body } = await caller.call('GET', `/documents/${id}`)
  const slots = body.participants.slice(1).map((each: { id: string }) => each.id)
  return saveAsTemplate(await enterConsole(server), id, { slots })
}

test(
  'a client in Python that knows only /openapi.json brings a template to its conclusion, and imports and lists',
  needs({ what: 'Python 3', isHere: existsSync(python), inCi: true }),
  async () => {
    await sql(server, 'update teams set recipient_uploads = true, imports_enabled = true')
    const contract = join(folder, 'contract.pdf')
    await writeFile(contract, await contractPdf())
    const { stdout } = await run(python, [
      'docs/examples/whole_api.py',
      ...[server.url, server.clientId, await aTemplate(), contract, folder],
    ]).catch((error) => {
      throw new Error(`${error.stdout}\n${error.stderr}`)
    })
    const id = /^concluded (\w{32})$/m.exec(stdout)?.[1]
    expect(stdout).toMatch(/^refused: .*embedded recipients get no reminders/m)
    expect((await caller.call('GET', `/documents/${id}`)).body).toMatchObject({
      status: 2,
      note: 'つばめ商事',
    })
    expect((await readdir(folder)).sort()).toEqual(
      [`attached-${id}.pdf`, `certificate-${id}.pdf`, 'contract.pdf', `sealed-${id}.pdf`].sort(),
    )
  },
)
