/** The contract as large text, in every engine: offered, read, found again after a reload, and left where one was. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lease } from '#tests/fixtures/pdf/lease.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Engine, waitFor } from './engine.ts'
import { arriveAtTheDocument, engines, look } from './on-this-machine.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

describe.each(engines)('in $name', ({ open }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await open()
    const tel = freshTel()
    const sent = await sendDocument(integrator, {
      pdf: await lease(),
      recipients: [{ name: '山田 花子', tel }],
    })
    await arriveAtTheDocument(engine, server, await signingUrl(sent), tel)
  })
  afterAll(() => engine?.close())

  const press = () => engine.run("document.querySelector('.as-text-button').click()")
  const text = (page: number) =>
    waitFor<string>(
      engine,
      `const page = document.querySelectorAll('.text-page')[${page - 1}]
       return page?.matches('.as-text') ? [page.innerText] : null`,
      `the text of page ${page}`,
    ).then(String)
  const isAt = (page: number) =>
    waitFor(
      engine,
      `return document.querySelector('.tools .count').textContent.startsWith('${page} ')`,
      `page ${page}`,
    )

  test('one press shows the text, a reload comes back to it, another press shows the same page', async () => {
    await waitFor(engine, "return document.querySelector('.as-text-button').hidden === false", 'the button')
    await press()
    expect(await text(1)).toContain('建物賃貸借契約書')
    await look(engine, 'reading-mode')
    await engine.run(
      "document.querySelectorAll('.text-page')[2].scrollIntoView({ block: 'start', behavior: 'instant' })",
    )
    expect(await text(3)).toContain('第16条（合意管轄）')
    await isAt(3)

    await engine.reload()
    expect(await text(3)).toContain('第16条（合意管轄）')
    await isAt(3)
    await press()
    await waitFor(
      engine,
      "return document.querySelector('.paper:nth-child(3).drawn') !== null",
      'page 3 as paper',
    )
    await isAt(3)
  })
})
