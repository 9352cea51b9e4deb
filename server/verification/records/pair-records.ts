import { endsInPlainSight } from '../examine-file.ts'
import type { JudgedFile } from '../judging/pairing.ts'
import type { JudgingTrust } from '../judging/trust.ts'
import { hashOf } from '../signed-data.ts'
import { type HashesOf, judgeRecord, type RecordJudged } from './check-record.ts'

/** What a record says of a file that was given with it, by their places. `file`: null where no file was given. */
export type RecordPairing = { record: number; file: number | null; judged: RecordJudged }

/** States of a file that are tried: one that was renewed begins with what its record is about. */
const mostStates = 20

/** Looks for the file that each record is about; of one that is about none, it is said of the first. */
export function pairRecords(
  records: Uint8Array[],
  files: JudgedFile[],
  { tsas }: Pick<JudgingTrust, 'tsas'>,
  now: Date,
): RecordPairing[] {
  return records.flatMap((bytes, record): RecordPairing[] => {
    const said = files.map((each, file) => ({
      record,
      file,
      judged: judgeRecord(bytes, hashesOf(each), { tsas, now }),
    }))
    const found = said.filter(
      ({ judged }) => !judged.findings.some(({ code }) => code === 'record_other_file'),
    )
    if (found.length > 0) return found
    const none: RecordPairing = { record, file: null, judged: judgeRecord(bytes, () => [], { tsas, now }) }
    return [said[0] ?? none]
  })
}

/** The whole file first, then as each signature of a file of ours left it. */
function hashesOf({ bytes: given, judgement }: JudgedFile): HashesOf {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length)
  const renewed = judgement.answer === 'issued_whole'
  const ends = renewed
    ? [...new Set(endsInPlainSight(bytes))].filter((end) => end > 0 && end < bytes.length)
    : []
  const states = [bytes.length, ...ends.sort((a, b) => b - a).slice(0, mostStates)]
  return (digest) => states.map((end) => hashOf(digest, [bytes.subarray(0, end)]))
}
