import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { startProcess } from './process.ts'

export const templateName = 'musubi_template'

/** Lets a real server migrate and seed one database; its evaluation keys are copied to every clone's data directory. */
export async function makeTemplate(adminUrl: string, directory: string): Promise<void> {
  await administer(adminUrl, `create database ${templateName}`)
  const dataDirectory = join(directory, 'template-data')
  const server = await startProcess({ dataDirectory, databaseUrl: databaseUrl(adminUrl, templateName) })
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
  await administer(adminUrl, `create database ${name} template ${templateName}`)
  await mkdir(dataDirectory, { recursive: true })
  for (const file of ['evaluation.json', 'evaluation-root.pem']) {
    await copyFile(join(directory, 'template-data', file), join(dataDirectory, file))
  }
  return databaseUrl(adminUrl, name)
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
