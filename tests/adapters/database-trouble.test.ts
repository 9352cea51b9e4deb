/** What PostgreSQL and the network say when the database cannot be used, told apart from mistakes of ours. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { asOurs } from '#server/adapters/postgres/connection/trouble.ts'
import { DatabaseAway, DatabaseSlow } from '#server/usecases/refused.ts'
import { dropDatabase } from '#tests/support/template.ts'

const admin = inject('postgresUrl')
const name = `musubi_trouble_${process.pid}`
let url: string

async function connected(to = url): Promise<Client> {
  const client = new Client({ connectionString: to })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

beforeAll(async () => {
  const client = await connected(admin)
  await client.query(`create database ${name}`)
  await client.query(`create role ${name} login connection limit 0`)
  await client.end()
  const place = new URL(admin)
  place.pathname = `/${name}`
  url = place.toString()
})

afterAll(async () => {
  await dropDatabase(admin, url)
  const client = await connected(admin)
  await client.query(`drop role ${name}`)
  await client.end()
})

/** What a statement fails with, as ours. */
async function failureOf(ask: (client: Client) => Promise<unknown>): Promise<unknown> {
  const client = await connected()
  try {
    await ask(client)
  } catch (error) {
    return asOurs(error)
  } finally {
    await client.end().catch(() => undefined)
  }
  throw new Error('it did not fail')
}

async function failureToConnect(to: string): Promise<unknown> {
  return connected(to).then(
    () => new Error('it connected'),
    (error: unknown) => asOurs(error),
  )
}

const through = (change: (place: URL) => void) => {
  const place = new URL(url)
  change(place)
  return place.toString()
}

describe('away, with cause and cure', () => {
  test('nothing listens there, by port and by socket', async () => {
    const nowhere = await failureToConnect('postgresql://nobody@127.0.0.1:1/none')
    expect(nowhere).toMatchObject({
      why: 'nothing listens there',
      cure: expect.stringContaining('DATABASE_URL'),
    })
    const noSocket = await failureToConnect(through((place) => place.searchParams.set('host', '/tmp/none')))
    expect(noSocket).toMatchObject({ why: 'there is no such socket' })
  })

  test('the role has no connection left', async () => {
    const failure = await failureToConnect(
      through((place) => {
        place.username = name
        place.searchParams.set('user', name)
      }),
    )
    expect(failure).toMatchObject({ why: expect.stringContaining('no free connection') })
  })

  test('the database does not exist', async () => {
    const failure = await failureToConnect(
      through((place) => {
        place.pathname = '/none'
      }),
    )
    expect(failure).toMatchObject({ why: 'the database does not exist' })
  })

  test('it takes no writes', async () => {
    const failure = await failureOf(async (client) => {
      await client.query('set default_transaction_read_only = on')
      await client.query('create table x (y int)')
    })
    expect(failure).toMatchObject({ why: expect.stringContaining('standby') })
  })

  test('the connection is ended by an administrator', async () => {
    const other = await connected()
    const failure = await failureOf(async (client) => {
      const { rows } = await client.query('select pg_backend_pid() as pid')
      // Together: the first may fail while the second is still waited for.
      await Promise.all([
        client.query('select pg_sleep(10)'),
        other.query('select pg_terminate_backend($1)', [rows[0].pid]),
      ])
    })
    await other.end()
    expect(failure).toBeInstanceOf(DatabaseAway)
  })

  test('a pool never lends a connection to a server that takes no writes', async () => {
    const client = await connected()
    await client.query(`alter database ${name} set default_transaction_read_only = on`)
    const pool = createPool({ url, connections: 2, onIdleError: () => undefined })
    const failure = await pool.query('select 1').then(
      () => null,
      (error: unknown) => asOurs(error),
    )
    expect(failure).toMatchObject({ why: expect.stringContaining('standby') })
    await client.query(
      `set default_transaction_read_only = off; alter database ${name} reset default_transaction_read_only`,
    )
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await pool.end()
    await client.end()
  })
})

describe('slow', () => {
  test('a lock or a statement took too long', async () => {
    const holder = await connected()
    await holder.query('create table held (x int)')
    await holder.query('begin; lock table held')
    const lock = await failureOf(async (client) => {
      await client.query("set lock_timeout = '20ms'")
      await client.query('select * from held')
    })
    await holder.query('rollback')
    await holder.end()
    const statement = await failureOf(async (client) => {
      await client.query("set statement_timeout = '20ms'")
      await client.query('select pg_sleep(1)')
    })
    expect(lock).toBeInstanceOf(DatabaseSlow)
    expect(statement).toBeInstanceOf(DatabaseSlow)
  })
})

test('a mistake of ours, or of a file, stays what it is', async () => {
  const mistake = await failureOf((client) => client.query('select * from no_such_table'))
  expect(mistake).not.toBeInstanceOf(DatabaseAway)
  expect(mistake).toMatchObject({ code: '42P01' })
  const file = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' })
  expect(asOurs(file)).toBe(file)
})
