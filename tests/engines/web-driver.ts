import { type ChildProcess, spawn } from 'node:child_process'
import { freePort } from '#tests/support/process.ts'
import { type Engine, phone, toTheMiddle } from './engine.ts'

/** The key that W3C WebDriver names elements by (§12.1). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

type Driver = { command: string; args: (port: number) => string[]; env?: Record<string, string> }

/** Starts a W3C WebDriver server and one browser through it; spoken over `fetch`, so that no package is needed. */
export async function openWebDriver(
  name: string,
  driver: Driver,
  capabilities: Record<string, unknown>,
): Promise<Engine> {
  const port = await freePort()
  const child = spawn(driver.command, driver.args(port), {
    stdio: 'ignore',
    env: { ...process.env, ...driver.env },
  })
  const origin = `http://127.0.0.1:${port}`
  await listening(origin, child)
  const { sessionId } = await ask<{ sessionId: string }>('POST', `${origin}/session`, {
    capabilities: { alwaysMatch: capabilities },
  })
  const session = `${origin}/session/${sessionId}`
  await ask('POST', `${session}/window/rect`, phone)

  const find = async (selector: string): Promise<string> => {
    const found = await ask<Record<string, string>>('POST', `${session}/element`, {
      using: 'css selector',
      value: selector,
    })
    return found[ELEMENT] ?? ''
  }
  const run = <Result>(script: string, args: unknown[] = []): Promise<Result> =>
    ask('POST', `${session}/execute/sync`, { script, args })
  return {
    name,
    open: (url) => ask('POST', `${session}/url`, { url }),
    reload: () => ask('POST', `${session}/refresh`, {}),
    back: () => ask('POST', `${session}/back`, {}),
    url: () => ask('GET', `${session}/url`),
    run: (body) => run(body),
    async press(selector) {
      await run(toTheMiddle(selector))
      await ask('POST', `${session}/element/${await find(selector)}/click`, {})
    },
    async type(selector, text) {
      await run(toTheMiddle(selector))
      const element = await find(selector)
      await ask('POST', `${session}/element/${element}/clear`, {})
      await ask('POST', `${session}/element/${element}/value`, { text })
    },
    async enterFrame(selector) {
      const id = selector === null ? null : { [ELEMENT]: await find(selector) }
      await ask('POST', `${session}/frame`, { id })
    },
    async picture() {
      return Buffer.from(await ask<string>('GET', `${session}/screenshot`), 'base64')
    },
    async close() {
      await ask('DELETE', session).catch(() => undefined)
      child.kill('SIGTERM')
    },
  }
}

async function listening(origin: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`)
    if (
      await fetch(`${origin}/status`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${child.spawnfile} does not answer`)
}

async function ask<Value>(method: string, url: string, body?: unknown): Promise<Value> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  })
  const { value } = (await answer.json()) as { value: Value & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`WebDriver: ${value?.error}: ${value?.message}`)
  return value
}
