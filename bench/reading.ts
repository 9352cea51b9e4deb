import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { openChromium } from '#tests/browser/visitor.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { printedContract } from './printed-contract.ts'
import { type Product, startProduct } from './product.ts'
import { startSmsReceiver } from './sms-receiver.ts'

/** Slow 4G, as the issue of this bench names it. */
const line = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 }

type Seen = { pdf: number; pages: number; readable: number; bytes: number; drawn: number; by: string }

/** How long after the code a recipient on a slow line can read page 1, and how much was sent until then. */
export async function benchReading(rounds: number): Promise<void> {
  const place = resolve('data')
  await mkdir(place, { recursive: true })
  const dataDirectory = await mkdtemp(join(place, 'bench-'))
  const sms = await startSmsReceiver()
  const product = await startProduct({ dataDirectory, env: sms.env })
  const browser = await openChromium()
  try {
    const small = await printedContract(browser, 2, 300)
    const large = await printedContract(browser, 50, 2600)
    // The first page starts the child that draws; a server that runs has one.
    await readOnce(product, browser, sms, small, 2)
    const rows: [string, Seen[], number][] = []
    for (const [name, pdf, pages, limit] of [
      ['2 pages', small, 2, 1_500],
      ['50 pages', large, 50, 2_000],
    ] as const) {
      const seen: Seen[] = []
      for (let round = 0; round < rounds; round++)
        seen.push(await readOnce(product, browser, sms, pdf, pages))
      rows.push([name, seen, limit])
    }
    for (const [name, seen, limit] of rows) {
      const at = (key: 'readable' | 'bytes' | 'drawn') => median(seen.map((each) => each[key]))
      console.log(
        `${name}, ${Math.round((seen[0]?.pdf ?? 0) / 1024)} KB: readable ${Math.round(at('readable'))} ms (≤ ${limit}) by the ${seen[0]?.by}, ` +
          `${(at('bytes') / 1024).toFixed(1)} KB before it (≤ 60), drawn by the viewer ${Math.round(at('drawn'))} ms`,
      )
    }
  } finally {
    await browser.close()
    await product.stop()
    sms.close()
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

async function readOnce(
  product: Product,
  browser: Browser,
  sms: Awaited<ReturnType<typeof startSmsReceiver>>,
  pdf: Buffer,
  pages: number,
): Promise<Seen> {
  const integrator = await signInIntegrator(product.url, product.clientId)
  const tel = freshTel()
  const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }] })
  const context = await browser.newContext({ viewport: { width: 390, height: 664 }, locale: 'ja-JP' })
  const page = await context.newPage()
  try {
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    await wire.send('Network.emulateNetworkConditions', line)
    await page.goto(await signingUrl(sent))
    await page.fill('#tel', tel)
    await page.click('form .button.primary')
    await page.waitForURL('**/code')
    await page.fill('#code', await sms.codeFor(tel))
    // A person takes longer than this to find the SMS.
    await page.waitForLoadState('networkidle')
    const count = counter(wire)
    const began = performance.now()
    await page.click('#code-form .button.primary', { noWaitAfter: true })
    const by = await readable(page)
    const after = { readable: performance.now() - began, bytes: count.bytes }
    await page.locator('.paper.drawn').first().waitFor()
    return { pdf: pdf.length, pages, by, ...after, drawn: performance.now() - began }
  } finally {
    await context.close()
  }
}

/** Bytes on the line, headers included; what the cache answers has none. */
function counter(wire: CDPSession): { bytes: number } {
  const count = { bytes: 0 }
  wire.on('Network.dataReceived', ({ encodedDataLength }) => {
    count.bytes += encodedDataLength
  })
  wire.on('Network.responseReceivedExtraInfo', ({ headersText }) => {
    count.bytes += headersText?.length ?? 0
  })
  return count
}

/** Waits for the picture of page 1, or the page itself. */
async function readable(page: Page): Promise<string> {
  const found = await page.waitForFunction(
    () => {
      const picture = document.querySelector<HTMLImageElement>('.first-look')
      if (document.querySelector('.paper.drawn') !== null) return 'viewer'
      return picture?.complete === true && picture.naturalWidth > 0 ? 'picture' : false
    },
    null,
    { polling: 20, timeout: 60_000 },
  )
  return String(await found.jsonValue())
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
