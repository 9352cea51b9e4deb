import { access, constants, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { createDiskStorage } from '#server/adapters/storage/disk-storage.ts'
import type { Config } from '#server/config/config.ts'
import { storageMark } from '#server/usecases/delivery-ports.ts'
import type { Random } from '#server/usecases/ports.ts'
import { type Finding, fail, findings, ok, warn } from './finding.ts'

const gigabyte = 1024 ** 3
/** An upload has up to 50 MB, and each act keeps a revision of it. */
const leastFree = 0.2 * gigabyte
const comfortable = 2 * gigabyte

/** Is the data directory there? A first start makes it. */
export function dataDirectoryIsThere({ dataDirectory }: Config): Promise<boolean> {
  return stat(dataDirectory).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
}

/** The data directory: is it there, may this user write it, and is there room? */
export function examineDataDirectory(config: Config): Promise<Finding[]> {
  const { dataDirectory } = config
  const check = 'data directory'
  return findings(check, 'let MUSUBI_DATA name a directory that this user may write', async () => {
    if (!(await dataDirectoryIsThere(config))) {
      const cure = 'nothing, if this is the first start; else let MUSUBI_DATA lead to the data'
      return warn(check, `${dataDirectory} is not there yet; the first start makes it.`, cure)
    }
    await access(dataDirectory, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(dataDirectory)
    const free = bavail * bsize
    const says = `${dataDirectory} can be written, ${(free / gigabyte).toFixed(1)} GB free.`
    if (free < leastFree) return fail(check, says, 'free space on its disk')
    return free < comfortable ? warn(check, says, 'free space on its disk') : ok(check, says)
  })
}

/** Writes a few bytes as files are stored, reads them back and removes them. */
export function examineStorage({ dataDirectory }: Config, random: Random): Promise<Finding[]> {
  const check = 'storage'
  const place = join(dataDirectory, 'files')
  const cure = `let this user write ${place}, and give its disk room`
  return findings(check, cure, async () => {
    const there = await stat(place).then(
      () => true,
      () => false,
    )
    if (!there) {
      const says = `${place} is not there yet; the first start makes it.`
      return warn(check, says, 'nothing, if this is the first start; else bring files/ back from the backup')
    }
    const storage = await createDiskStorage(place)
    const key = `installation/doctor-${random.id()}`
    const text = random.token(32)
    await storage.put(key, bytesOf(text))
    const read = await storage.readText(key).finally(() => storage.remove(key))
    if (read !== text) return fail(check, 'What was written is not what was read.', 'replace the disk')
    const marked = await storage.readText(storageMark).then(
      () => true,
      () => false,
    )
    if (marked) return ok(check, `${place} was written, read and cleared.`)
    const says = `${place} can be written, but holds no installation/id.`
    return warn(check, says, 'nothing before the first start; else bring files/ back from the backup')
  })
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
