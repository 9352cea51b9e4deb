import pg from 'pg'

/** A connection of its own, without the limits of requests: what is copied takes as long as it takes. An open transaction ends with it. */
export async function unlimitedConnection(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
  // What breaks the connection fails the statement at hand, which its caller hears.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(
      'set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set idle_session_timeout = 0',
    )
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}
