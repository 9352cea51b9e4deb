import type { Finding } from '#domain/file-finding.ts'
import { sentenceOf } from '#web/verify/finding-words.ts'
import type { AllChecked } from './report.ts'

/** Names the shape of what follows; it changes only with a new number (docs/verification.md). */
const SCHEMA = 'musubi-verification-1'

/** The same for machines; times are ISO 8601 in UTC. */
export function jsonReport(checked: AllChecked, checkedAt: Date): unknown {
  const { files, pairings, records } = checked
  return {
    schema: SCHEMA,
    checkedAt,
    ok: isGood(checked),
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
    records: records.map((each) => ({ ...each, findings: each.findings.map(withSentences) })),
  }
}

/** Every file is good by itself, and no two contradict each other. */
export function isGood({ files, pairings, records }: AllChecked): boolean {
  const findings = [...pairings.map(({ finding }) => finding), ...records.flatMap((each) => each.findings)]
  return files.every(({ judgement }) => judgement.ok) && findings.every(({ level }) => level !== 'alarm')
}

function withSentences(finding: Finding) {
  return { ...finding, ja: sentenceOf(finding.code, 'ja'), en: sentenceOf(finding.code, 'en') }
}
