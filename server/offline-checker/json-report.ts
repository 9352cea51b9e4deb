import type { Finding } from '#domain/file-finding.ts'
import type { Pairing } from '#server/verification/judging/pairing.ts'
import { sentenceOf } from '#web/verify/finding-words.ts'
import type { Checked } from './report.ts'

/** Names the shape of what follows; it changes only with a new number (docs/verification.md). */
const SCHEMA = 'musubi-verification-1'

/** The same for machines; times are ISO 8601 in UTC. */
export function jsonReport(files: Checked[], pairings: Pairing[], checkedAt: Date): unknown {
  return {
    schema: SCHEMA,
    checkedAt,
    ok: isGood(files, pairings),
    files: files.map(({ file, judgement }) => ({
      file,
      ...judgement,
      findings: judgement.findings.map(withSentences),
    })),
    pairings: pairings.map(({ certificate, document, finding }) => ({
      certificate,
      document,
      finding: withSentences(finding),
    })),
  }
}

/** Every file is good by itself, and no two contradict each other. */
export function isGood(files: Checked[], pairings: Pairing[]): boolean {
  return (
    files.every(({ judgement }) => judgement.ok) && pairings.every(({ finding }) => finding.level !== 'alarm')
  )
}

function withSentences(finding: Finding) {
  return { ...finding, ja: sentenceOf(finding.code, 'ja'), en: sentenceOf(finding.code, 'en') }
}
