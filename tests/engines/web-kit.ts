import { type ChildProcess, spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { type Engine, phone } from './engine.ts'
import { openWebDriver } from './web-driver.ts'

/** WebKitGTK, the engine of Safari and of every browser of an iPhone, under a screen that nobody sees. */
export async function openWebKit(): Promise<Engine> {
  const [browser] = globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser')
  if (browser === undefined) throw new Error('MiniBrowser of webkit2gtk-4.1 is missing')
  const screen = await openScreen()
  try {
    const engine = await openWebDriver(
      'WebKitGTK',
      {
        command: '/usr/bin/WebKitWebDriver',
        args: (port) => ['-p', String(port)],
        env: {
          DISPLAY: screen.display,
          LANG: 'ja_JP.UTF-8',
          LANGUAGE: 'ja',
          // No graphics card here, and no accessibility bus.
          LIBGL_ALWAYS_SOFTWARE: '1',
          NO_AT_BRIDGE: '1',
          WEBKIT_DISABLE_COMPOSITING_MODE: '1',
        },
      },
      { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation', '--full-screen'] } },
    )
    return {
      ...engine,
      async close() {
        await engine.close()
        screen.close()
      },
    }
  } catch (error) {
    screen.close()
    throw error
  }
}

/**
 * Xvfb on a free number, which it tells through its third descriptor. The screen is as large as the window should be: a
 * window with MiniBrowser's tool bar is never narrower than 447 px, a full screen is.
 */
function openScreen(): Promise<{ display: string; close(): void }> {
  const child: ChildProcess = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${phone.width}x${phone.height}x24`, '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  )
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    child.stdio[3]?.once('data', (line: Buffer) => {
      resolve({ display: `:${line.toString().trim()}`, close: () => void child.kill('SIGTERM') })
    })
  })
}
