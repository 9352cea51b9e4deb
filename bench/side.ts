import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Client as Database } from 'pg'
import { startEmbeddedPostgres } from '#server/adapters/postgres/embedded/embedded-postgres.ts'
import { askToken, type Office, openAgreement, readContract } from './agreement.ts'
import { openClient } from './browserless-client.ts'
import { contract } from './contract.ts'
import { processorTime, residentMemory, type Spent } from './processes.ts'
import { type Product, startProduct } from './product.ts'
import type { Page } from './reads.ts'
import { startSmsReceiver } from './sms-receiver.ts'

/** A checkout that runs on a data directory of its own, within it: on the disk that is meant, not a memory file system. */
export type Side = {
  name: string
  office: Office
  product: Product
  databaseUrl: string
  dataDirectory: string
  /** What the server was started with. */
  env: Record<string, string>
  spent(): Promise<Spent>
  memory(): ReturnType<typeof residentMemory>
  close(): Promise<void>
}

/** Starts a checkout, which is built first; the client is this checkout's. `prepare`: what is done to its data before it starts. */
export async function openSide(
  name: string,
  checkout: string,
  env: Record<string, string> = {},
  prepare: (dataDirectory: string) => Promise<void> = async () => undefined,
): Promise<Side> {
  execFileSync(process.execPath, ['scripts/build.mjs', '--quiet'], { cwd: checkout, stdio: 'inherit' })
  const place = resolve(checkout, 'data')
  await mkdir(place, { recursive: true })
  const dataDirectory = await mkdtemp(join(place, 'bench-'))
  const sms = await startSmsReceiver()
  await (await startProduct({ dataDirectory, checkout })).stop()
  await prepare(dataDirectory)
  const settings = { ...sms.env, ...env }
  const product = await startProduct({ dataDirectory, checkout, env: settings })
  const databaseUrl = (await startEmbeddedPostgres(dataDirectory)).administratorUrl
  const database = new Database({ connectionString: databaseUrl })
  await database.connect()
  // One team may send 2,000 SMS a day; the bench sends more.
  await database.query('update teams set sms_per_day = 1000000')
  await database.end()
  const client = openClient(product.url)
  const token = await askToken(client, product.clientId)
  return {
    name,
    office: { client, token, pdf: contract(), sms },
    product,
    databaseUrl,
    dataDirectory,
    env: settings,
    spent: () => processorTime(product.pid, dataDirectory),
    memory: () => residentMemory(product.pid, dataDirectory),
    async close() {
      client.close()
      await product.stop()
      sms.close()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

/** What is read under load: a document by the Web API, the first screen of one, and another's review after the code. */
export async function pagesOf({ product, office }: Side, limit: string): Promise<Page[]> {
  const opened = await openAgreement(office)
  const visit = await readContract(office, await openAgreement(office))
  const api = { authorization: `Bearer ${office.token}` }
  return [
    { name: 'limit', url: `${limit}/documents/${opened.documentId}` },
    { name: 'document', url: `${product.url}/documents/${opened.documentId}`, headers: api },
    { name: 'phone', url: product.url + opened.base },
    { name: 'review', url: `${product.url}${visit.base}/review`, headers: visit.headers },
  ]
}
