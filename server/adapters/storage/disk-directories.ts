import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The directories below a root, and the promise that their entries survive the loss of power. */
export interface Directories {
  /** Makes `path` and what is missing above it, durably. */
  make(path: string): Promise<void>
  /** Answers when every entry made in `path` before the call is on the disk. */
  sync(path: string): Promise<void>
}

async function syncNow(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function createDirectories(): Directories {
  /** Syncs that have not begun: whoever comes now is still in time for them. */
  const waiting = new Map<string, Promise<void>>()
  const running = new Map<string, Promise<void>>()

  /** One sync at a time for each directory; those who come during one share the next. */
  function sync(path: string): Promise<void> {
    const next = waiting.get(path)
    if (next) return next
    const before = running.get(path) ?? Promise.resolve()
    const started = before
      .catch(() => {})
      .then(() => {
        waiting.delete(path)
        running.set(path, started)
        return syncNow(path)
      })
      .finally(() => {
        if (running.get(path) === started) running.delete(path)
      })
    waiting.set(path, started)
    return started
  }

  async function make(path: string): Promise<void> {
    const first = await mkdir(path, { recursive: true, mode: 0o700 })
    if (!first) return
    for (let made = path; ; made = dirname(made)) {
      await sync(dirname(made))
      if (made === first || made === dirname(made)) return
    }
  }

  return { make, sync }
}
