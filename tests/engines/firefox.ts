import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, phone, toTheMiddle } from './engine.ts'

/** Firefox ESR by WebDriver BiDi (w3c.github.io/webdriver-bidi), over Node's own WebSocket. */
export async function openFirefox(
  preferences: Record<string, boolean | number | string> = {},
): Promise<Engine> {
  const profile = await mkdtemp(join(tmpdir(), 'musubi-firefox-'))
  const all = { ...quiet, ...preferences }
  const lines = Object.entries(all).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`)
  await writeFile(join(profile, 'user.js'), lines.join('\n'))
  const child = spawn(
    '/usr/bin/firefox-esr',
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'],
    // Its wrapper refuses to run as root with another's home.
    {
      stdio: 'ignore',
      env: { ...process.env, HOME: profile, MOZ_HEADLESS_WIDTH: '800', MOZ_HEADLESS_HEIGHT: '1000' },
    },
  )
  const wire = await connect(await addressIn(profile))
  await wire.ask('session.new', { capabilities: {} })
  const { contexts } = await wire.ask<{ contexts: { context: string }[] }>('browsingContext.getTree', {})
  const top = contexts[0]?.context ?? ''
  let context = top
  await wire.ask('browsingContext.setViewport', { context: top, viewport: phone })

  const run = async <Result>(body: string): Promise<Result> => {
    const answer = await wire.ask<Evaluated>('script.evaluate', {
      // As text, for BiDi's own form of values has no plain objects.
      expression: `(async () => JSON.stringify(await (async () => {${body}})()) ?? 'null')()`,
      target: { context },
      awaitPromise: true,
    })
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text)
    return JSON.parse(answer.result.value)
  }
  const perform = (actions: unknown[]) => wire.ask('input.performActions', { context, actions })
  const press = async (selector: string): Promise<void> => {
    const [x, y] = await run<[number, number]>(middleOf(selector))
    await perform([
      {
        type: 'pointer',
        id: 'mouse',
        actions: [
          { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      },
    ])
  }
  const navigate = (url: string) =>
    wire.ask('browsingContext.navigate', { context: top, url, wait: 'complete' })
  return {
    name: 'Firefox ESR',
    open: async (url) => void (await navigate(url)),
    reload: async () => void (await wire.ask('browsingContext.reload', { context: top, wait: 'complete' })),
    back: async () => void (await wire.ask('browsingContext.traverseHistory', { context: top, delta: -1 })),
    url: () => run('return location.href'),
    run,
    press,
    async type(selector, text) {
      await press(selector)
      await run(`document.querySelector(${JSON.stringify(selector)}).select?.()`)
      const keys = [...text].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      await perform([{ type: 'key', id: 'keyboard', actions: keys }])
    },
    async enterFrame(selector) {
      // The only frame of a page: which one the selector names is not asked.
      const { contexts } = await wire.ask<{ contexts: { children: { context: string }[] }[] }>(
        'browsingContext.getTree',
        { root: top },
      )
      context = selector === null ? top : (contexts[0]?.children[0]?.context ?? top)
    },
    async picture() {
      const { data } = await wire.ask<{ data: string }>('browsingContext.captureScreenshot', { context: top })
      return Buffer.from(data, 'base64')
    },
    async close() {
      await wire.ask('browser.close', {}).catch(() => undefined)
      wire.close()
      await new Promise((resolve) => {
        child.once('exit', resolve)
        setTimeout(() => child.kill('SIGKILL'), 5000).unref()
        if (child.exitCode !== null) resolve(null)
      })
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

type Evaluated =
  | { type: 'success'; result: { value: string } }
  | { type: 'exception'; exceptionDetails: { text: string } }

/** No first-run pages, nothing asked of its makers' servers. */
const quiet = {
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'intl.accept_languages': 'ja,en',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
  'remote.active-protocols': 1,
}

const middleOf = (selector: string) => `
  ${toTheMiddle(selector)}
  const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()
  return [box.left + box.width / 2, box.top + box.height / 2]`

/** Firefox writes where it listens into its profile. */
async function addressIn(profile: string): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const text = await readFile(join(profile, 'WebDriverBiDiServer.json'), 'utf8').catch(() => null)
    if (text) {
      const { ws_host, ws_port } = JSON.parse(text)
      return `ws://${ws_host}:${ws_port}/session`
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('Firefox does not listen')
}

type Wire = { ask<Result>(method: string, params: object): Promise<Result>; close(): void }

async function connect(address: string): Promise<Wire> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data))
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.type === 'error') asked?.reject(new Error(`BiDi: ${message.error}: ${message.message}`))
    else asked?.resolve(message.result)
  })
  return {
    ask: <Result>(method: string, params: object) =>
      new Promise<Result>((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve: resolve as (value: unknown) => void, reject })
        socket.send(JSON.stringify({ id: last, method, params }))
      }),
    close: () => socket.close(),
  }
}
