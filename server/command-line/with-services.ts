import { type Config, readConfig } from '#server/config/config.ts'
import { builtIn } from '#server/start/built-in.ts'
import { openServices, type Services } from '#server/start/open-services.ts'
import { withReadyDatabase } from './with-database.ts'

/**
 * Opens for one command what a server works with, beside one that runs or while none does; what it logs goes to standard error. It
 * refuses where there is no database of this release: nothing is migrated here.
 */
export async function withServices<Answer>(
  dist: string,
  work: (services: Services, config: Config) => Promise<Answer>,
): Promise<Answer> {
  const config = readConfig()
  await withReadyDatabase(config, async () => undefined)
  const services = await openServices(config, builtIn(dist), { logTo: 2 })
  try {
    return await work(services, config)
  } finally {
    await services.close()
  }
}
