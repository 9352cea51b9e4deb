import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '#server/adapters/postgres/embedded/embedded-postgres.ts'
import { makeTemplate } from './template.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
    templateDirectory: string
  }
}

/** Once per run: the build that the servers run, one PostgreSQL, and a seeded database that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync(process.execPath, ['scripts/build.mjs', '--quiet'], { stdio: 'inherit' })
  const directory = await mkdtemp(join(tmpdir(), 'musubi-test-'))
  // Some files start four servers with a pool of 20 each, and three files run at once.
  const postgres = await startEmbeddedPostgres(directory, { durable: false, connections: 300 })
  // What one server of this run has compiled is read by the others: a start takes three quarters of the processor time.
  process.env.NODE_COMPILE_CACHE = join(directory, 'compiled')
  await makeTemplate(postgres.administratorUrl, directory)
  project.provide('postgresUrl', postgres.administratorUrl)
  project.provide('templateDirectory', directory)
  return async () => {
    await postgres.stop()
    // Programs that end now still write there what they compiled.
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  }
}
