import type { FileJudgement } from '#domain/file-judgement.ts'

/**
 * A stranger's file with the certificates (DER) that are believed: who signed, and whose timestamps are known
 * (`TrustedTsas`). `now` bounds what revocation data may say.
 */
export type FileToJudge = {
  path: string
  signers: Uint8Array[]
  tsas: Uint8Array[] | 'any' | null
  now: Date
}

/** Judges a file by its bytes alone, as the checker that strangers run. Rejects as the PDF worker does. */
export interface FileJudge {
  judgeFile(file: FileToJudge): Promise<FileJudgement>
}
