/**
 * Where cookies do not come back, no SMS is spent: the page says so at once and offers a way that works. WebKit keeps no
 * cookie of a frame from another site; a browser may keep none at all.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { sql } from '#tests/web-api/other-clients.ts'
import { arrivesAt, type Engine, waitFor } from './engine.ts'
import { openFirefox } from './firefox.ts'
import { engines, look } from './on-this-machine.ts'

let server: TestServer
let integrator: Integrator
let site: Server
let origin: string
let framed = ''

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  // Another site than 127.0.0.1, as a company's site is.
  site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><title>お申し込み</title><style>body{margin:0}iframe{width:100%;height:620px;border:0}</style><iframe src="${framed}"></iframe>`,
    )
  })
  site.listen(0, 'localhost')
  await once(site, 'listening')
  origin = `http://localhost:${(site.address() as AddressInfo).port}`
  await sql(server, 'update teams set frame_ancestors = $1', [[origin]])
})
afterAll(async () => {
  site?.close()
  await server?.close()
})

async function contract() {
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  return { tel, url: await signingUrl(sent) }
}

const textsTo = async (tel: string) => (await server.sms()).filter(({ to }) => to === tel)

/** The way out is shown in the place of the form, and leads the whole window to the same URL. */
async function expectTheWayOut(engine: Engine, url: string): Promise<void> {
  await waitFor(
    engine,
    "const help = document.querySelector('#cookie-help'); return help !== null && help.offsetHeight > 0",
    'the way out',
  )
  const link = await engine.run<{ href: string; target: string }>(
    "const { href, target } = document.querySelector('#cookie-help a'); return { href, target }",
  )
  expect(link.href).toBe(url)
  expect(['_blank', '_top']).toContain(link.target)
}

describe.each(engines.filter(({ name }) => name === 'WebKitGTK'))('in a frame in $name', ({ open }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await open()
  })
  afterAll(() => engine?.close())

  test('the way out is there before a number is typed, and in the window it leads to the document', async () => {
    const { tel, url } = await contract()
    framed = url
    await engine.open(origin)
    await engine.enterFrame('iframe')
    await expectTheWayOut(engine, url)
    await engine.enterFrame(null)
    await look(engine, 'frame-without-cookies')
    expect(await textsTo(tel)).toEqual([])
    // What pressing the link does, in the one window that the driver has.
    await engine.open(url)
    await engine.type('#tel', tel)
    await engine.press('form .button.primary')
    await arrivesAt(engine, '/code')
    await engine.type('#code', await server.codeFor(tel))
    await engine.press('#code-form .button.primary')
    await arrivesAt(engine, '/review')
    expect(await textsTo(tel)).toHaveLength(1)
  })

  test('a form that is posted all the same spends no SMS', async () => {
    const { tel, url } = await contract()
    framed = url
    await engine.open(origin)
    await engine.enterFrame('iframe')
    await waitFor(engine, "return document.querySelector('#tel') !== null", 'the form')
    await engine.run(`
      document.querySelector('#tel').value = '${tel}'
      document.querySelector('#tel').form.submit()`)
    await waitFor(
      engine,
      "return document.querySelector('[data-state=cookie_lost_frame]') !== null",
      'the refusal',
    )
    await engine.enterFrame(null)
    await look(engine, 'frame-refused')
    expect(await textsTo(tel)).toEqual([])
  })
})

describe.each(engines.filter(({ name }) => name === 'Firefox ESR'))('in $name without cookies', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openFirefox({ 'network.cookie.cookieBehavior': 2 })
  })
  afterAll(() => engine?.close())

  test('the page says so before an SMS is spent', async () => {
    const { tel, url } = await contract()
    await engine.open(url)
    await expectTheWayOut(engine, url)
    await look(engine, 'without-cookies')
    expect(await textsTo(tel)).toEqual([])
  })
})
