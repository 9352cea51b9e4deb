import { Client } from 'pg'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  type Wanted,
} from '#tests/support/integrator.ts'
import { isPreparing } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { HandMadeBrowser } from './hand-made-browser.ts'

/** A real server, an integrating system, and its database for what needs hours to pass. */
export type Scene = {
  server: TestServer
  integrator: Integrator
  port: number
  /** Rows of the test's own database: to look, and to let time pass where no clock can be moved. */
  // biome-ignore lint/suspicious/noExplicitAny: rows as they come
  sql(text: string, values?: unknown[]): Promise<any[]>
  /** A browser that has seen nothing yet. */
  browser(options?: { keepsCookies?: boolean }): HandMadeBrowser
  /** A document that was sent to one person (or `wanted`), and their consent URL's path. */
  contract(wanted?: Partial<Wanted>): Promise<Contract>
  /** Every SMS to this number, oldest first; waits until there are as many. */
  texts(tel: string, atLeast?: number): Promise<string[]>
  code(tel: string, number?: number): Promise<string>
  close(): Promise<void>
}

export type Contract = { sent: Sent; tel: string; base: string }

export async function openScene(options: TestServerOptions = {}): Promise<Scene> {
  const server = await startTestServer(options)
  const { port } = server.process()
  const origin = options.env?.PUBLIC_URL ?? `http://127.0.0.1:${port}`
  const integrator = await signInIntegrator(`http://127.0.0.1:${port}`, server.clientId)
  const database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
  const scene: Scene = {
    server,
    integrator,
    port,
    async sql(text, values = []) {
      const { rows } = await database.query(text, values)
      return rows
    },
    browser: (given) => new HandMadeBrowser(port, origin, given),
    async contract(wanted = {}) {
      const tel = wanted.recipients?.[0]?.tel ?? freshTel()
      const recipients = [{ name: '山田 花子', tel }]
      const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, ...wanted })
      return { sent, tel, base: await pathOf(sent) }
    },
    async texts(tel, atLeast = 1) {
      let texts: string[] = []
      await until(`as many SMS as ${atLeast} arrived`, async () => {
        const rows = await scene.sql('select text from outbox_sms where tel = $1 order by id', [tel])
        texts = rows.map((row) => row.text)
        return texts.length >= atLeast
      })
      return texts
    },
    async code(tel, number = 1) {
      const text = (await scene.texts(tel, number))[number - 1] ?? ''
      return /[0-9]{6}/.exec(text)?.[0] ?? ''
    },
    async close() {
      await database.end()
      await server.close()
    },
  }
  return scene
}

/** The path of a new consent URL. */
export async function pathOf(sent: Sent, index = 0): Promise<string> {
  return new URL(await signingUrl(sent, index)).pathname
}

/** From nothing to the code screen. */
export async function atTheCode(scene: Scene, { base, tel }: Pick<Contract, 'base' | 'tel'>) {
  const browser = scene.browser()
  await browser.get(base)
  await browser.post(`${base}/phone`, { tel })
  if (browser.page.path !== `${base}/code`) throw new Error(`not at the code but ${browser.page.status}`)
  return browser
}

/** From nothing to the document. `number`: which SMS to this number brings the code. */
export async function atTheDocument(scene: Scene, contract: Pick<Contract, 'base' | 'tel'>, number = 1) {
  const browser = await atTheCode(scene, contract)
  await browser.post(`${contract.base}/code`, { code: await scene.code(contract.tel, number) })
  if (browser.page.path !== `${contract.base}/review`) throw new Error(`not inside: ${browser.page.status}`)
  if (isPreparing(browser.page.html)) {
    const look = async () => !isPreparing((await browser.get(`${contract.base}/review`)).html)
    await until('the file to read', look)
  }
  return browser
}

/** Which page of ours an answer is: a message's state, or the last part of its path. */
export function stateOf(html: string): string | null {
  return /data-state="([a-z_]+)"/.exec(html.replace(/id="delivery"[\s\S]*?>/, ''))?.[1] ?? null
}

/** A code that is surely wrong. */
export function wrongCode(right: string): string {
  return String((Number(right) + 1) % 1_000_000).padStart(6, '0')
}

/** Lets time pass for everything that was sent to these participants. */
export async function passTime(scene: Scene, participants: string[], seconds: number): Promise<void> {
  for (const table of ['sms_messages', 'sms_codes']) {
    await scene.sql(
      `update ${table} set created_at = created_at - $2::interval, expires_at = expires_at - $2::interval
       where participant_id = any($1)`,
      [participants, `${seconds} seconds`],
    )
  }
}
