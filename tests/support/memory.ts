import { readFile } from 'node:fs/promises'
import type { TestServer } from './server.ts'

/**
 * What a server may have in memory while it delivers, in MB. It had 157 to 192 in every run of the load tests, with hundreds of messages
 * as with thousands; a build that kept 64 KB of each of 2,000 had 266 to 286.
 */
export const MOST_MEMORY = 240

/** What its process has in memory (Linux), in MB. */
export async function memoryOf(server: TestServer): Promise<number> {
  const status = await readFile(`/proc/${server.process().process.pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024)
}
