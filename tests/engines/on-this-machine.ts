import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { expect } from 'vitest'
import type { TestServer } from '#tests/support/server.ts'
import { openChromium } from './chromium.ts'
import { arrivesAt, type Engine, phone, waitFor } from './engine.ts'
import { openFirefox } from './firefox.ts'
import { openWebKit } from './web-kit.ts'

/** The engines that are driven here. */
export const engines = [
  { name: 'Chromium', open: openChromium, needs: '/usr/bin/chromium' },
  { name: 'Firefox ESR', open: () => openFirefox(), needs: '/usr/bin/firefox-esr' },
  { name: 'WebKitGTK', open: openWebKit, needs: '/usr/bin/WebKitWebDriver' },
  // A skipped engine would look like a passed one: on a machine that should have it, its absence fails.
].filter(({ needs }) => process.env.CI !== undefined || existsSync(needs))

/** Pictures for whoever looks (`ENGINE_PICTURES=folder`). */
export async function look(engine: Engine, name: string): Promise<void> {
  const folder = process.env.ENGINE_PICTURES
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}/${engine.name.replace(/ .*/, '')}-${name}.png`, await engine.picture())
}

/** Proves the phone: number, code, and the document's first page drawn. */
export async function arriveAtTheDocument(
  engine: Engine,
  server: TestServer,
  url: string,
  tel: string,
): Promise<void> {
  await engine.open(url)
  expect(await engine.run('return [innerWidth, innerHeight]')).toEqual([phone.width, phone.height])
  await look(engine, '1-phone')
  await engine.type('#tel', tel)
  await engine.press('form .button.primary')
  await arrivesAt(engine, '/code')
  await look(engine, '2-code')
  await waitFor(engine, fetchedAhead, 'the viewer fetched ahead')
  await engine.type('#code', await server.codeFor(tel))
  await engine.press('#code-form .button.primary')
  await arrivesAt(engine, '/review')
  await waitFor(
    engine,
    "return document.querySelector('.paper.drawn canvas') !== null",
    'the first page drawn',
  )
}

/** The viewer's scripts and its style sheet have arrived while the code is on its way. */
const fetchedAhead = `
  const names = performance.getEntriesByType('resource').filter(({ responseEnd }) => responseEnd > 0).map(({ name }) => name)
  const wanted = [/review-[^/]*[.]js$/, /review-[^/]*[.]css$/, /pdf[.]min[.]mjs$/, /pdf[.]worker[.]min[.]mjs$/]
  return wanted.every((pattern) => names.some((name) => pattern.test(name)))`
