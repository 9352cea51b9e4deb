import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { noteShifts, shiftsOf } from '#tests/support/layout-shifts.ts'
import { badLineStarts } from '#tests/support/line-starts.ts'
import { freePort } from '#tests/support/process.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { sql } from '../web-api/other-clients.ts'
import { consolePictures } from './console-pages.ts'
import { usual } from './console-states.ts'
import { type ConsoleTeam, fillConsole } from './console-team.ts'
import { fitsTheWidth, openChromium, visit } from './visitor.ts'

/** Every page of the console at both sizes, in both languages, light and dark: right for axe, and a picture where it was asked for. */
const folder = path.resolve(import.meta.dirname, '../../docs/screens/console')
const pictured = process.env.SCREENS !== undefined
/** Where somebody wants to look at a few, whole. */
const looked = process.env.LOOK_FOLDER
const wanted = new RegExp(process.env.LOOK_PAGES ?? '')

const sizes = {
  desk: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
}
const languages = ['ja', 'en'] as const
const schemes = ['light', 'dark'] as const

let server: TestServer
let browser: Browser
let team: ConsoleTeam

beforeAll(async () => {
  // Passkeys are for a host name only.
  const port = await freePort()
  server = await startTestServer({ env: { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` } })
  team = await fillConsole(server)
  browser = await openChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await team?.close()
  await server?.close()
})

const views = (['desk', 'phone'] as const).flatMap((size) => languages.map((lang) => ({ size, lang })))

test.each(views)('every page at the $size in $lang stands by itself, light and dark', async ({
  size,
  lang,
}) => {
  const options = { viewport: sizes[size], locale: lang === 'ja' ? 'ja-JP' : 'en-GB' }
  const member = await visit(browser, options)
  const visitors = {
    member,
    outside: await visit(browser, options),
    approver: await visit(browser, options),
    halfway: await visit(browser, options),
  }
  for (const { page } of Object.values(visitors)) await noteShifts(page)
  await signIn(member.page)
  await bring(visitors.approver.page, team.more.approver)
  await bring(visitors.halfway.page, await team.more.halfway())
  const faults: string[] = []
  for (const each of consolePictures) {
    if (!wanted.test(each.name)) continue
    const { page } = visitors[each.as ?? 'member']
    await page.emulateMedia({ colorScheme: 'light' })
    await sql(server, usual)
    if (each.state !== undefined) await sql(server, each.state)
    await page.goto(`${server.url}${each.path(team)}`)
    await each.pressed?.(page)
    await settled(page)
    const view = `${each.name}-${size}-${lang}`
    await fitsTheWidth(page)
    expect(await page.locator('h1').count(), view).toBe(1)
    expect(await page.title(), view).toMatch(/. \| Musubi$/)
    const { light, dark } = await judgedByAxeInBothSchemes(page)
    for (const jump of await shiftsOf(page)) faults.push(`${view} jumps ${jump}`)
    const acts = await chiefActs(page)
    if (acts !== (each.reads === true ? 0 : 1)) faults.push(`${view} ${acts} chief acts`)
    const cut = lang === 'ja' ? await badLineStarts(page) : []
    for (const fault of [...light, ...dark, ...cut]) faults.push(`${view} ${fault}`)
    if (!pictured && looked === undefined) continue
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme })
      const name = `${view}-${scheme}`
      if (pictured) await picture(page, name, scheme === 'dark' ? 0.4 : 1)
      if (looked !== undefined) await page.screenshot({ path: `${looked}/${name}.png`, fullPage: true })
    }
  }
  expect(faults).toEqual([])
  await Promise.all(Object.values(visitors).map(({ leave }) => leave()))
}, 600_000)

if (pictured)
  test('the index names every picture, and no other lies beside them', async () => {
    const names = consolePictures.flatMap(({ name }) =>
      views.flatMap(({ size, lang }) => schemes.map((scheme) => `${name}-${size}-${lang}-${scheme}.webp`)),
    )
    await writeFile(path.join(folder, 'README.md'), index())
    const there = (await readdir(folder)).filter((name) => name.endsWith('.webp'))
    for (const name of there) if (!names.includes(name)) await rm(path.join(folder, name))
    expect(names.filter((name) => !there.includes(name))).toEqual([])
    const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size))
    expect(sizes.reduce((sum, each) => sum + each, 0)).toBeLessThan(7_500_000)
  })

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL('**/console/home')
}

/** What the page is for: its primary buttons, or where something is taken away, the buttons that do it. */
async function chiefActs(page: Page): Promise<number> {
  const primary = await page.locator('main .button.primary:visible').count()
  return primary > 0 ? primary : page.locator('main .button.danger:visible').count()
}

/** The session of a browser without JavaScript goes on in this one. */
async function bring(page: Page, { cookies }: Recipient): Promise<void> {
  const { url } = server
  await page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
}

/** The pictures on the screen are there, and where fields are placed the paper is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // One that a phone's list hides never arrives.
    const seen = [...document.images].filter(
      (each) => each.checkVisibility() && each.getBoundingClientRect().top < innerHeight,
    )
    await Promise.all(seen.map((each) => each.decode().catch(() => undefined)))
  })
  if (page.url().endsWith('/fields')) await page.locator('.paper canvas').first().waitFor()
  const within = page.frameLocator('.preview-screen')
  if (page.url().includes('/preview?')) await within.locator('.paper.drawn').first().waitFor()
}

/** WebP, which the browser writes itself: a third of a PNG. The dark ones are smaller, for there are two of each page. */
async function picture(page: Page, name: string, scale: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  const devtools = await page.context().newCDPSession(page)
  const { width, height } = page.viewportSize() ?? sizes.desk
  const { x, y } = await page.evaluate(() => ({ x: scrollX, y: scrollY }))
  const { data } = await devtools.send('Page.captureScreenshot', {
    ...{ format: 'webp', quality: 5, clip: { x, y, width, height, scale } },
  })
  await writeFile(path.join(folder, `${name}.webp`), Buffer.from(data, 'base64'))
  await devtools.detach()
}

function index(): string {
  const link = (name: string, view: string) => `[${view.replaceAll('-', ' ')}](${name}-${view}.webp)`
  const rows = consolePictures.map(({ name, what }) => {
    const others = views
      .flatMap(({ size, lang }) => schemes.map((scheme) => `${size}-${lang}-${scheme}`))
      .map((view) => link(name, view))
    return `## ${what}\n\n<img src="${name}-desk-ja-light.webp" width="480" alt=""> <img src="${name}-phone-ja-dark.webp" width="160" alt="">\n\n${others.join(' · ')}\n`
  })
  return `# The console in pictures\n\nEvery page at 1280 × 800 and 360 × 740, in Japanese and English, light and dark. Made by \`npm run screens\`; a new page is a\nline in \`tests/browser/console-pages.ts\`.\n\n${rows.join('\n')}`
}
