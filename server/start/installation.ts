import type { Pool } from 'pg'
import {
  installationOf,
  type KeyProblem,
  keyProblem,
  someStorageKey,
  storageIsMarked,
} from '#server/adapters/postgres/installation/installation-store.ts'
import { createSecrets, type Keys } from '#server/adapters/system/secrets.ts'
import { ConfigRefused } from '#server/config/config.ts'
import {
  type Storage,
  StoredFileMissing,
  storageMark,
  textIfStored,
} from '#server/usecases/delivery-ports.ts'
import type { Random, Secrets } from '#server/usecases/ports.ts'

type Belongings = {
  pool: Pool
  storage: Storage
  keys: Keys
  secrets: Secrets
  random: Random
  /** Where the keys come from, and where the storage is, for the sentence. */
  evaluating: boolean
  storagePlace: string
}

/**
 * Database, storage and keys that do not belong together are refused at start, in one sentence: a server that ran with a
 * wrong key would find no URL and no token, and store what nobody could read later; with another's storage it would
 * find no file when it seals. Throws `ConfigRefused`.
 */
export async function refuseForeignBelongings(belongings: Belongings): Promise<void> {
  await refuseForeignKeys(belongings)
  await refuseForeignStorage(belongings)
}

/** Keys alone, for whoever writes nothing into the storage. Throws `ConfigRefused`. */
export async function refuseForeignKeys(
  belongings: Pick<Belongings, 'keys' | 'secrets' | 'evaluating'> & { pool: Pick<Pool, 'query'> },
): Promise<void> {
  const { pool, keys, secrets } = belongings
  const single = keys.data.map((key) => ({
    id: key.id,
    secrets: createSecrets({ data: [key], hash: keys.hash }),
  }))
  const problem = await keyProblem(pool, single, secrets)
  if (problem !== null) throw new ConfigRefused([sentence(problem, belongings)])
}

function sentence(problem: KeyProblem, { evaluating }: Pick<Belongings, 'evaluating'>): string {
  const restore = evaluating
    ? 'MUSUBI_DATA leads to another evaluation.json than the one that this database was made with; bring that one back, or give each its own database.'
    : 'Bring the key back from where you keep it, or let DATABASE_URL lead to the database that it belongs to.'
  switch (problem.problem) {
    case 'data_key_wrong':
      return `DATA_KEY: the key called ${problem.id} is not the one with which this database was encrypted. ${restore}`
    case 'data_key_missing':
      return `DATA_KEY: the key called ${problem.id} is missing, and texts of this database are encrypted with it. ${
        evaluating
          ? restore
          : `Add ${problem.id}:<key> behind the present one, or let DATABASE_URL lead to the right database.`
      }`
    case 'hash_key_wrong':
      return `HASH_KEY is not the key of this database: no consent URL, session or token would be found. ${restore}`
  }
}

async function refuseForeignStorage({ pool, storage, random, storagePlace }: Belongings): Promise<void> {
  const { id, storageMarked } = await installationOf(pool, random.id())
  const marker = await textIfStored(storage, storageMark)
  if (marker !== null && marker !== id) {
    throw new ConfigRefused([
      `${storagePlace} holds the files of another database (${marker}; this one is ${id}). Let MUSUBI_DATA and DATABASE_URL lead to what belongs together.`,
    ])
  }
  if (marker === null && (storageMarked || !(await holdsWhatItShould(pool, storage)))) {
    throw new ConfigRefused([
      `${storagePlace} does not hold the files of this database. Let MUSUBI_DATA lead to the directory that does, or bring files/ back from the backup that belongs to this database.`,
    ])
  }
  if (marker === null) await storage.putBytes(storageMark, Buffer.from(id))
  if (!storageMarked) await storageIsMarked(pool)
}

/** A database of an earlier release knows no mark: the newest of its files must be there. */
async function holdsWhatItShould(pool: Pool, storage: Storage): Promise<boolean> {
  const key = await someStorageKey(pool)
  if (key === null) return true
  return storage.localCopy(key).then(
    () => true,
    (error: unknown) => {
      if (error instanceof StoredFileMissing) return false
      throw error
    },
  )
}
