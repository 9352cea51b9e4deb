/** One script, three engines: from the consent URL to the concluded agreement, as a person on a phone does it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { arrivesAt, type Engine, waitFor } from './engine.ts'
import { arriveAtTheDocument, engines, look } from './on-this-machine.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

describe.each(engines)('$name', ({ open }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await open()
  })
  afterAll(() => engine?.close())

  test('concludes an agreement with a seal, a text and a checkbox', async () => {
    const tel = freshTel()
    const sent = await sendDocument(integrator, {
      pdf: await contractPdf(),
      recipients: [{ name: '山田 花子', tel }],
      widgets: true,
    })
    await arriveAtTheDocument(engine, server, await signingUrl(sent), tel)
    expect(await engine.run(inkShare)).toBeGreaterThan(0.001)
    await look(engine, '3-review')
    const fields = await engine.run<{ selector: string; box: boolean }[]>(`
      return [...document.querySelectorAll('#inputs input[type=text], #inputs input[type=checkbox]')]
        .map((input) => ({ selector: '#' + CSS.escape(input.id), box: input.type === 'checkbox' }))`)
    expect(fields.length).toBeGreaterThan(1)
    for (const { selector, box } of fields) {
      if (box) await engine.press(selector)
      else await engine.type(selector, 'Hanako')
    }
    await look(engine, '4-filled')
    await askToConsent(engine)
    await look(engine, '5-confirm')
    // Left with the dialog open, and left while the consent was on a line that is dead: nothing is dead after Back,
    // whether the browser kept the page as it was or asks for it anew.
    await leaveAndComeBack(engine)
    await askToConsent(engine)
    await engine.run('window.fetch = () => new Promise(() => undefined)')
    await engine.press('#confirm .button.primary')
    await leaveAndComeBack(engine)
    await askToConsent(engine)
    await engine.press('#confirm .button.primary')
    await arrivesAt(engine, '/done')
    await look(engine, '6-done')
    await waitForStatus(sent, 2)
  })
})

/** To the end of the file, and to the dialog with the last button. */
async function askToConsent(engine: Engine): Promise<void> {
  await waitFor(
    engine,
    `const end = document.querySelector('#read-end')
     if (end.offsetParent !== null) end.click()
     return document.querySelector('#consent').offsetParent !== null`,
    'the consent button, after the last page',
  )
  await engine.press('#consent')
  await waitFor(engine, "return document.querySelector('#confirm')?.open === true", 'the dialog')
}

async function leaveAndComeBack(engine: Engine): Promise<void> {
  await engine.open(`${server.url}/verify`)
  await engine.back()
  await waitFor(
    engine,
    "return location.pathname.endsWith('/review') && document.querySelector('.paper.drawn') !== null && document.querySelector('#confirm').open === false",
    'the document again, without the dialog',
  )
}

/** Share of the first page that is dark: 0 where nothing was drawn. */
const inkShare = `
  const canvas = document.querySelector('.paper.drawn canvas')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let dark = 0
  for (let at = 0; at < data.length; at += 4) if (data[at] < 160) dark += 1
  return dark / (data.length / 4)`
