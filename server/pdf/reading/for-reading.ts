import type { PictureSize } from '#server/usecases/sealing-ports.ts'
import { readJobFile, writeJobFile } from '../format/job-bytes.ts'
import { MalformedPdf } from '../format/pdf-objects.ts'
import { drawPage } from './page-picture.ts'
import { makeReadingCopy } from './reading-copy.ts'

/** A revision, and where what is made of it goes. */
export type ForReading = { sourcePath: string; targetPath: string }

/** The page to be drawn, from 0, and how large. */
export type PictureOfPage = ForReading & { page: number; size: PictureSize }

/** Writes the picture of a page; false, and an empty file, where there is none to be had. */
export function writePagePicture({ page, size, ...paths }: PictureOfPage): Promise<boolean> {
  return writeMade(paths, (bytes) => drawPage(bytes, page, size))
}

/** Writes the copy for reading; false, and an empty file, where the revision cannot be laid out anew. */
export function writeReadingCopy(paths: ForReading): Promise<boolean> {
  return writeMade(paths, async (bytes) => makeReadingCopy(bytes))
}

async function writeMade(
  { sourcePath, targetPath }: ForReading,
  make: (bytes: Buffer) => Promise<Buffer | null>,
): Promise<boolean> {
  const made = await make(await readJobFile(sourcePath)).catch((error) => {
    if (error instanceof MalformedPdf) return null
    throw error
  })
  await writeJobFile(targetPath, made === null ? [] : [made])
  return made !== null
}
