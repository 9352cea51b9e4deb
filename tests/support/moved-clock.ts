import { join } from 'node:path'

const hour = 60 * 60 * 1000
const day = 24 * hour

/** Milliseconds until the next noon of Tokyo, so that a test is by day whenever it runs. */
const untilNoon = day - ((Date.now() + 9 * hour - 12 * hour) % day)

/** What lets a server's clock show so many days and hours after that noon of Tokyo. */
export function movedClock(days: number, hours = 0): Record<string, string> {
  const ahead = untilNoon + days * day + hours * hour
  return {
    NODE_OPTIONS: `--import=${join(import.meta.dirname, 'moved-clock.mjs')}`,
    MOVED_CLOCK_MS: String(ahead),
  }
}
