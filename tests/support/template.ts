import { copyFile, cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { embeddedOwner, embeddedServer } from '#server/adapters/postgres/embedded/roles.ts'
import { startProcess } from './process.ts'

const templateName = 'musubi_template'

/** Lets a real server migrate and seed one database; its evaluation keys are copied to every clone's data directory. */
export async function makeTemplate(adminUrl: string, directory: string): Promise<void> {
  await administer(adminUrl, `create database ${templateName} owner ${embeddedOwner}`)
  const dataDirectory = join(directory, 'template-data')
  const server = await startProcess({ dataDirectory, ...asServer(databaseUrl(adminUrl, templateName)) })
  await server.stop()
}

let clones = 0

/** A database of its own, with the keys that open it. */
export async function cloneTemplate(
  adminUrl: string,
  directory: string,
  dataDirectory: string,
): Promise<string> {
  const name = `musubi_${process.pid}_${Date.now().toString(36)}_${clones++}`
  await administer(adminUrl, `create database ${name} template ${templateName} owner ${embeddedOwner}`)
  await mkdir(dataDirectory, { recursive: true })
  for (const file of ['evaluation.json', 'evaluation-root.pem']) {
    await copyFile(join(directory, 'template-data', file), join(dataDirectory, file))
  }
  await cp(join(directory, 'template-data/files/installation'), join(dataDirectory, 'files/installation'), {
    recursive: true,
  })
  return databaseUrl(adminUrl, name)
}

/** How a server reaches a database of ours: as the role that owns nothing, and as the owner to migrate. */
export function asServer(url: string): { databaseUrl: string; env: { DATABASE_MIGRATION_URL: string } } {
  return {
    databaseUrl: asRole(url, embeddedServer),
    env: { DATABASE_MIGRATION_URL: asRole(url, embeddedOwner) },
  }
}

function asRole(url: string, role: string): string {
  const changed = new URL(url)
  changed.searchParams.set('user', role)
  return changed.toString()
}

export async function dropDatabase(adminUrl: string, url: string): Promise<void> {
  await administer(adminUrl, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
}

async function administer(adminUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    // Cloning waits for whoever else clones at this moment.
    await client.query('select pg_advisory_lock(7306002)')
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.toString()
}

/** An empty database, as an operator makes one for a server; never migrated. */
export async function makeEmptyDatabase(adminUrl: string): Promise<string> {
  const name = `musubi_empty_${process.pid}_${Date.now().toString(36)}_${clones++}`
  await administer(adminUrl, `create database ${name} owner ${embeddedOwner}`)
  return databaseUrl(adminUrl, name)
}
