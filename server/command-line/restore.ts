import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isUnused, loadDatabase } from '#server/adapters/postgres/backup/load.ts'
import { createDiskStorage, type DiskStorage } from '#server/adapters/storage/disk-storage.ts'
import { type BackupPlace, namesIn, type Point, pointsIn, readPoint } from '#server/backup/point.ts'
import { databaseOf, restoreFiles } from '#server/backup/restore-backup.ts'
import { type Config, readConfig } from '#server/config/config.ts'
import { makeDataDirectory } from '#server/start/data-directory.ts'
import { migrateDatabase, withDatabase } from '#server/start/open-database.ts'
import { storageMark, textIfStored } from '#server/usecases/delivery-ports.ts'
import { asJson, type Command, CommandRefused, exit } from './command.ts'

/** Brings a point back into an empty database and an empty storage; nothing that runs is touched. */
export const restoreCommand: Command = {
  words: 'restore',
  takes: 'DIR',
  arguments: { least: 1, most: 1 },
  ja: 'DIRのバックアップを、空のデータベースと空の保存先へ戻します。ジョブは止めたままにします。',
  en: 'Bring a backup in DIR back into an empty database and storage; its jobs stay off until musubi jobs on.',
  options: {
    point: { type: 'string', value: 'NAME', means: 'this point, the newest without it' },
    list: { type: 'boolean', means: 'only name the points' },
    json: asJson,
  },
  async run({ positionals: [directory = ''], options, print }) {
    const config = readConfig()
    const place = await createDiskStorage(resolve(directory))
    if (options.list === true) {
      const names = await pointsIn(place, { finished: true })
      print(options.json === true ? JSON.stringify(names) : names.join('\n') || 'There is none.')
      return exit.done
    }
    const point = await chosenPoint(place, directory, options.point)
    if (point.mode !== config.mode)
      throw new CommandRefused(`The backup is of a server in ${point.mode}; set MUSUBI_MODE=${point.mode}.`)
    await makeDataDirectory(config.dataDirectory)
    const storage = await createDiskStorage(join(config.dataDirectory, 'files'))
    await refuseOtherStorage(storage, point, config)
    const { files, faults } = await withDatabase(config, async (_pool, address) => {
      const owner = address.migrationUrl ?? address.url
      if (!(await isUnused(owner))) throw new CommandRefused(inUse)
      // The schema of the backup, which may be of an earlier release; what has come since is done to its rows afterwards. With it the
      // server's role gets its rights: whoever kills what follows leaves a copy that can be started.
      await migrateDatabase(address, () => undefined, { only: point.migrations })
      const restored = await restoreFiles(place, storage, point)
      if (point.mode === 'evaluation') await bringEvaluation(place, point, config)
      if (!(await loadDatabase(owner, databaseOf(place, point)))) throw new CommandRefused(inUse)
      await migrateDatabase(address, () => undefined)
      return restored
    })
    const missing = [...point.faults, ...faults]
    if (options.json === true) print(JSON.stringify({ point: point.name, at: point.at, files, missing }))
    else {
      for (const { storageKey, problem } of missing) print(`missing  ${storageKey}  ${problem}`)
      print(
        `Point ${point.name}: ${point.tables.length} tables and ${files} files are back, as of ${point.at}.`,
      )
      print('Its jobs are off: musubi verify --all, start the server, look, then musubi jobs on.')
    }
    if (missing.length === 0) return exit.done
    throw new CommandRefused(
      `${missing.length} files are missing; musubi verify --all names their documents.`,
    )
  },
}

const inUse =
  'The database is in use: a restore needs an empty one. Give DATABASE_URL (or, for the embedded one, MUSUBI_DATA) a new place.'

async function chosenPoint(
  place: BackupPlace,
  directory: string,
  name: string | boolean | undefined,
): Promise<Point> {
  const names = await pointsIn(place, { finished: true })
  const chosen = typeof name === 'string' ? name : names.at(-1)
  if (chosen === undefined) throw new CommandRefused(`There is no finished backup in ${directory}.`)
  const point = names.includes(chosen) ? await readPoint(place, chosen) : null
  if (point === null)
    throw new CommandRefused(`There is no point ${chosen} in ${directory} (--list names them).`)
  return point
}

/** What a try before left is this point's own; files of another installation stay what they are. */
async function refuseOtherStorage(
  storage: DiskStorage,
  point: Point,
  { dataDirectory }: Config,
): Promise<void> {
  const mark = await textIfStored(storage, storageMark)
  if (mark === null || mark === point.installation) return
  throw new CommandRefused(
    `${dataDirectory}/files holds the files of another installation; give MUSUBI_DATA a new place.`,
  )
}

/** The printed credentials and self-made keys, which nobody else may read. */
async function bringEvaluation(place: BackupPlace, point: Point, { dataDirectory }: Config): Promise<void> {
  const text = await place.readText(namesIn.evaluation(point.name))
  await writeFile(join(dataDirectory, 'evaluation.json'), text, { mode: 0o600 })
}
