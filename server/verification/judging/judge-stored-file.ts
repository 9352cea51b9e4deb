import type { FileJudgement } from '#domain/file-judgement.ts'
import { readJobFile } from '#server/pdf/format/job-bytes.ts'
import type { FileToJudge } from '#server/usecases/judging-ports.ts'
import { judgeFile } from './judge-file.ts'

/** Judges a file on the disk. Rejects only when it cannot be read from there. */
export async function judgeStoredFile({ path, signers, tsas, now }: FileToJudge): Promise<FileJudgement> {
  return judgeFile(await readJobFile(path), { signers, tsas }, now)
}
