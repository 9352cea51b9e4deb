import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { flush } from './flush.ts'

/** The directories below a base, and the promise that their entries survive the loss of power. */
export interface Directories {
  /** Answers when `path`, below the base, is there, and is certain to be there after a loss of power. */
  ensure(path: string): Promise<void>
  /** Someone else removed `path`: what is known of it and its parents is forgotten. */
  forget(path: string): void
  /** Answers when every entry made in `path` before the call is on the disk. */
  sync(path: string): Promise<void>
}

/** Directories remembered as durable. Forgetting costs one sync each, remembering all of a large storage costs memory. */
const remembered = 10_000

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

/** Makes `base` and what is missing above it, readable by this user only. */
export async function openDirectories(base: string): Promise<Directories> {
  /** Syncs that have not begun: whoever comes now is still in time for them. */
  const waiting = new Map<string, Promise<void>>()
  const running = new Map<string, Promise<void>>()
  const durable = new Map<string, Promise<void>>()

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
        return flush(path)
      })
      .finally(() => {
        if (running.get(path) === started) running.delete(path)
      })
    waiting.set(path, started)
    return started
  }

  async function makeDurable(path: string): Promise<void> {
    await ensure(dirname(path))
    try {
      await mkdir(path, { mode: 0o700 })
    } catch (error) {
      if (!isAlreadyThere(error)) throw error
    }
    // Also when it was there: whoever made it may have been killed before this.
    await sync(dirname(path))
  }

  function ensure(path: string): Promise<void> {
    if (path === base) return Promise.resolve()
    const known = durable.get(path)
    if (known) return known
    if (durable.size >= remembered) durable.clear()
    const made = makeDurable(path)
    durable.set(path, made)
    made.catch(() => {
      if (durable.get(path) === made) durable.delete(path)
    })
    return made
  }

  function forget(path: string): void {
    for (let each = path; each.length > base.length; each = dirname(each)) durable.delete(each)
  }

  const first = await mkdir(base, { recursive: true, mode: 0o700 })
  // What stands above a base that was there is the operator's, and may be closed to us.
  if (!first) await sync(dirname(base)).catch(() => {})
  for (let made = base; first; made = dirname(made)) {
    await sync(dirname(made))
    if (made === first) break
  }
  return { ensure, forget, sync }
}
