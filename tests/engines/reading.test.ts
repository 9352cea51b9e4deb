/** Whoever reads keeps their place: while the file loads, while it grows and shrinks, and over a reload. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Engine, waitFor } from './engine.ts'
import { arriveAtTheDocument, engines } from './on-this-machine.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

/** The page in the middle of the window, and how far down it the middle is. */
const reading = `
  const middle = innerHeight / 2
  const sheets = [...document.querySelectorAll('.paper')]
  const at = sheets.findIndex((sheet) => sheet.getBoundingClientRect().bottom > middle)
  const box = sheets[at]?.getBoundingClientRect()
  return { page: at + 1, share: (middle - box.top) / box.height, told: document.querySelector('.count').textContent }`
type Reading = { page: number; share: number; told: string }

describe.each(engines)('in $name', ({ open }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await open()
    const tel = freshTel()
    const pages = Array.from({ length: 100 }, () => ({}))
    const sent = await sendDocument(integrator, {
      pdf: makePdf({ pages }),
      recipients: [{ name: '山田 花子', tel }],
      widgets: true,
    })
    await arriveAtTheDocument(engine, server, await signingUrl(sent), tel)
  })
  afterAll(() => engine?.close())

  const goTo = async (page: number): Promise<Reading> => {
    await engine.run(
      `document.querySelectorAll('.paper')[${page - 1}].scrollIntoView({ block: 'center', behavior: 'instant' })`,
    )
    await waitFor(
      engine,
      `return document.querySelector('.paper:nth-child(${page}).drawn') !== null`,
      `page ${page} drawn`,
    )
    return engine.run<Reading>(reading)
  }

  test('larger and smaller keep the page and the place on it', async () => {
    const before = await goTo(100)
    expect(before).toMatchObject({ page: 100, told: '100 / 100' })
    for (const button of ['拡大', '拡大', '縮小', '縮小', '縮小']) {
      await engine.run(`document.querySelector('.tools [aria-label="${button}"]').click()`)
      const after = await engine.run<Reading>(reading)
      expect(after.page).toBe(100)
      expect(after.share).toBeCloseTo(before.share, 1)
    }
  })

  test('a reload comes back to the page that was read, as large as it was', async () => {
    await goTo(40)
    await engine.run(`document.querySelector('.tools [aria-label="拡大"]').click()`)
    const before = await engine.run<Reading & { width: number }>(
      reading.replace('{ page', "{ width: document.querySelector('.paper').offsetWidth, page"),
    )
    await engine.reload()
    await waitFor(
      engine,
      "return document.querySelector('.paper:nth-child(40).drawn') !== null",
      'page 40 drawn again',
    )
    const after = await engine.run<Reading & { width: number }>(
      reading.replace('{ page', "{ width: document.querySelector('.paper').offsetWidth, page"),
    )
    expect(after.page).toBe(40)
    expect(after.share).toBeCloseTo(before.share, 1)
    expect(after.width).toBe(before.width)
  })

  test('what lies below the papers does not move while the file loads', async () => {
    // Where it is as soon as the page is there, and where it is when the last byte has come and a page was drawn.
    await engine.run("sessionStorage.clear(); scrollTo({ top: 0, behavior: 'instant' })")
    await engine.run("addEventListener('pagehide', () => sessionStorage.clear())")
    await engine.reload()
    const where = "return Math.round(document.querySelector('#inputs').getBoundingClientRect().top + scrollY)"
    const early = await waitFor<number>(engine, where, 'the fields')
    await waitFor(engine, "return document.querySelector('.paper.drawn') !== null", 'the first page drawn')
    expect(await engine.run<number>(where)).toBe(early)
  })
})
