import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openSnapshot } from '#server/adapters/postgres/backup/snapshot.ts'
import { createDiskStorage } from '#server/adapters/storage/disk-storage.ts'
import { makeBackup, OtherInstallation } from '#server/backup/make-backup.ts'
import { prunePoints } from '#server/backup/prune-points.ts'
import { type Config, readConfig } from '#server/config/config.ts'
import { withDatabase } from '#server/start/open-database.ts'
import { versionIn } from '#server/start/version.ts'
import { asJson, type Command, CommandRefused, exit, UsageRefused } from './command.ts'
import { verbsNeeds } from './verbs-needs.ts'
import { withReadyDatabase } from './with-database.ts'

/** Writes one more point into a folder, beside a server that runs or while none does. */
export const backupCommand: Command = {
  words: 'backup',
  takes: 'DIR',
  arguments: { least: 1, most: 1 },
  ja: 'データベースとすべてのファイルを、DIRに保存します。前回から増えたファイルだけを書き込みます。',
  en: 'Back up the database and every file into DIR; files that are there already are not written again.',
  options: {
    keep: { type: 'string', value: 'COUNT', means: 'afterwards remove all but the newest COUNT points' },
    json: asJson,
  },
  async run({ dist, positionals: [directory = ''], options, print }) {
    const keep = keepOf(options.keep)
    const config = readConfig()
    const place = await createDiskStorage(resolve(directory))
    // It refuses where there is no database of this release; nothing is migrated here.
    await withReadyDatabase(config, async () => undefined)
    const { made, gone } = await withDatabase(config, async (pool, { url }) => {
      const { database, secrets } = await verbsNeeds(config, pool)
      const storage = await createDiskStorage(join(config.dataDirectory, 'files'))
      const snapshot = await openSnapshot(url)
      if (snapshot === null)
        throw new CommandRefused('Another backup of this database is being made; wait for its end.')
      try {
        if (snapshot.installation === null)
          throw new CommandRefused(
            'No server has ever started on this database: there is nothing to back up.',
          )
        const evaluation = await evaluationOf(config)
        const document = (id: string) => database.read.document(id)
        const release = versionIn(dist)
        const needs = { ...{ snapshot, place, storage, secrets, document }, ...{ release, evaluation } }
        const made = await makeBackup(needs)
        if (keep === null) return { made, gone: [] }
        await snapshot.stillAlone()
        return { made, gone: await prunePoints(place, keep) }
      } catch (error) {
        if (!(error instanceof OtherInstallation)) throw error
        throw new CommandRefused(
          `${directory} holds backups of another installation (${error.message}); give each a folder of its own.`,
        )
      } finally {
        await snapshot.close()
      }
    })
    const { point, copied, copiedBytes } = made
    const { name, tables, files, faults } = point
    if (options.json === true) {
      const rows = tables.length
      print(
        JSON.stringify({
          ...{ point: name, at: point.at, tables: rows, files: files.count, copied },
          ...{ copied_bytes: copiedBytes, removed: gone, faults },
        }),
      )
    } else {
      for (const { storageKey, problem } of faults) print(`missing  ${storageKey}  ${problem}`)
      print(
        `Point ${name}: ${tables.length} tables, ${files.count} files, of which ${copied} were new (${megabytes(copiedBytes)}).`,
      )
      if (gone.length > 0) print(`Removed: ${gone.join(', ')}`)
    }
    if (faults.length === 0) return exit.done
    throw new CommandRefused(
      `The point was made without ${faults.length} files that the storage could not give: bring them back from an earlier backup, and look at the disk.`,
    )
  },
}

function keepOf(given: string | boolean | undefined): number | null {
  if (given === undefined) return null
  const keep = Number(given)
  if (!Number.isInteger(keep) || keep < 1 || keep > 10_000)
    throw new UsageRefused('--keep is not a whole number from 1 to 10000.')
  return keep
}

async function evaluationOf({ mode, dataDirectory }: Config): Promise<string | null> {
  return mode === 'evaluation' ? readFile(join(dataDirectory, 'evaluation.json'), 'utf8') : null
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
