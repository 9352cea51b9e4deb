/** The console fits a phone in every engine, with what a team has after a year: long titles, names, addresses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { sendDocument, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { arrivesAt, type Engine, waitFor } from './engine.ts'
import { engines, look } from './on-this-machine.ts'

let server: TestServer
let sections: string[]

beforeAll(async () => {
  server = await startTestServer()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    title:
      '業務委託基本契約書（WebアプリケーションCustomerPortalNextGenerationDevelopment開発および保守に関する一切の業務）',
    recipients: [
      {
        name: '山田 花子',
        organization: '株式会社みなと商事インターナショナルホールディングス',
        tel: '09012345678',
      },
    ],
  })
  await waitForStatus(sent, 1)
  sections = [
    'documents',
    'documents?q=業務委託',
    `documents/${sent.documentId}`,
    'templates',
    'clients',
    'members',
    'departments',
    'settings',
  ]
})
afterAll(() => server?.close())

describe.each(engines)('in $name', ({ open }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await open()
    await engine.open(`${server.url}/console`)
    await engine.type('#email', server.email)
    await engine.type('#password', server.password)
    await engine.press('main button')
    await arrivesAt(engine, '/console/home')
  })
  afterAll(() => engine?.close())

  test('a refused setting for frames leads to its field', async () => {
    await engine.open(`${server.url}/console/settings`)
    await engine.type('#frame_ancestors', 'ftp://example.jp')
    await engine.press('#part-embedding .acts button')
    await waitFor(
      engine,
      "return document.activeElement?.id === 'frame_ancestors' && document.querySelector('#frame_ancestors-error') !== null",
      'the field in error',
    )
    const box = await engine.run<{ top: number; bottom: number; window: number }>(`
      const { top, bottom } = document.activeElement.getBoundingClientRect()
      return { top, bottom, window: innerHeight }`)
    expect(box.top).toBeGreaterThanOrEqual(0)
    expect(box.bottom).toBeLessThanOrEqual(box.window)
  })

  test('no section is wider than a phone', async () => {
    for (const section of sections) {
      await engine.open(`${server.url}/console/${section}`)
      const { wide, widest } = await engine.run<{ wide: number; widest: string[] }>(overflow)
      expect(wide, `${section}: ${widest.join(' ')}`).toBeLessThanOrEqual(0)
      await look(engine, `console-${section.replaceAll(/[/?].*/g, '')}`)
    }
  })
})

const overflow = `
  const section = document.documentElement.clientWidth
  const over = [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > section + 1)
  const widest = over.map((each) => each.tagName + '.' + each.className).slice(0, 4)
  return { wide: document.documentElement.scrollWidth - section, widest }`
