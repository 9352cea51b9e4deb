import { fastify } from 'fastify'
import { pino } from 'pino'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { statement } from '#server/adapters/postgres/connection/statements.ts'
import { createNetworks } from '#server/adapters/system/networks.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { serverOptions } from '#server/start/server-options.ts'

/**
 * The limit: a bare route that does one indexed select, with the product's own fastify options, pool and statements, in
 * a process of its own. Started with a database URL and a number of connections; prints its address.
 */
const [url = '', connections = '20'] = process.argv.slice(2)

const select = statement<{ id: string; title: string; status: string }>(
  'limit',
  'select id, title, status from documents where id = $1',
)
const pool = createPool({ url, connections: Number(connections), onIdleError: () => undefined })
const server = fastify(
  serverOptions({
    config: { trustedProxies: [] },
    log: pino({ level: 'warn', base: null }),
    random: systemRandom,
    networks: createNetworks(),
  }),
)
server.get('/documents/:id', async (request) => {
  const [row] = await select(pool, (request.params as { id: string }).id)
  return row
})
const address = await server.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${address}\n`)
process.on('SIGTERM', () => {
  void server
    .close()
    .then(() => pool.end())
    .then(() => process.exit(0))
})
