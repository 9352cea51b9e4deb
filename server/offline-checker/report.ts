import type { Finding, FindingLevel } from '#domain/file-finding.ts'
import type { FileJudgement } from '#domain/file-judgement.ts'
import type { Language } from '#domain/language.ts'
import type { Pairing } from '#server/verification/judging/pairing.ts'
import type { RecordJudged } from '#server/verification/records/check-record.ts'
import { sentenceOf } from '#web/verify/finding-words.ts'

/** A file by the name that it was given, and what came of it. */
export type Checked = { file: string; judgement: FileJudgement }

/** An evidence record and the file that it was held against; null where none was given. */
type RecordChecked = RecordJudged & { record: string; file: string | null }

/** Everything that was found. */
export type AllChecked = { files: Checked[]; pairings: Pairing[]; records: RecordChecked[] }

const words = {
  ja: {
    answers: {
      issued_whole: 'このサーバーが発行し、そのままの状態です',
      issued_not_this_state: 'このサーバーが発行しましたが、この状態では発行していません',
      not_issued: 'このサーバーは発行していません',
      unreadable: '読み取れないファイルです',
    },
    levels: { alarm: '注意', warning: '確認', note: '参考' },
    signature: (n: number) => `署名 ${n}`,
    page: (n: number) => `${n}ページ`,
    valid: '有効',
    invalid: '有効ではありません',
    documentId: '書類ID',
    missing: 'まだ無い同意',
    timestamp: 'タイムスタンプ',
    since: 'この時刻にはありました',
  },
  en: {
    answers: {
      issued_whole: 'Issued by this server, and unchanged',
      issued_not_this_state: 'Issued by this server, but not in this state',
      not_issued: 'Not issued by this server',
      unreadable: 'Cannot be read',
    },
    levels: { alarm: 'Alarm', warning: 'Warning', note: 'Note' },
    signature: (n: number) => `Signature ${n}`,
    page: (n: number) => `page ${n}`,
    valid: 'valid',
    invalid: 'not valid',
    documentId: 'Document ID',
    missing: 'Consents that are missing',
    timestamp: 'timestamp',
    since: 'Existed at',
  },
}

/** What was found, for a person at a terminal. */
export function reportOf({ files, pairings, records }: AllChecked, language: Language): string {
  const own = words[language]
  const lines: string[] = []
  for (const { file, judgement } of files) {
    const { answer, sha256, signatures, findings, missing, document } = judgement
    lines.push(shown(file), `  ${own.answers[answer]}`, `  SHA-256 ${sha256}`)
    if (document !== null) lines.push(`  ${own.documentId} ${shown(document.id)}`)
    signatures.forEach(({ valid, reason, name, at, timestampedAt, signer }, index) => {
      const time = (timestampedAt ?? at)?.toISOString() ?? ''
      const stamped = timestampedAt === null ? '' : ` (${own.timestamp})`
      const whose = [shown(reason || name), shown(signer?.subject ?? '')]
        .filter((one) => one !== '')
        .join(' / ')
      lines.push(
        `  ${own.signature(index + 1)}: ${valid ? own.valid : own.invalid}  ${time}${stamped}  ${whose}`,
      )
    })
    if (missing.length > 0)
      lines.push(`  ${own.missing}: ${missing.map((one) => shown(one) || '?').join(', ')}`)
    lines.push(...grouped(findings, language).map((line) => `  ${line}`), '')
  }
  for (const { certificate, document, finding } of pairings) {
    const names = [certificate, document].map((place) => shown(files[place]?.file ?? ''))
    lines.push(names.join(' + '), `  ${lineOf(finding, language, '')}`, '')
  }
  for (const { record, file, since, stamps, findings } of records) {
    lines.push(file === null ? shown(record) : `${shown(record)} + ${shown(file)}`)
    if (since !== null) lines.push(`  ${own.since} ${since.toISOString()}`)
    lines.push(
      ...stamps.map(({ at, authority }) => `  ${own.timestamp} ${at.toISOString()}  ${shown(authority)}`),
    )
    lines.push(...grouped(findings, language).map((line) => `  ${line}`), '')
  }
  return lines.join('\n')
}

/** One line for each sentence, the grave ones first; where it was found stands behind it. */
function grouped(findings: Finding[], language: Language): string[] {
  const order: FindingLevel[] = ['alarm', 'warning', 'note']
  return order.flatMap((level) => {
    const places = new Map<string, string[]>()
    for (const finding of findings.filter((one) => one.level === level)) {
      const place = placeOf(finding, language)
      const known = places.get(finding.code) ?? []
      places.set(finding.code, place === '' || known.includes(place) ? known : [...known, place])
    }
    return [...places].flatMap(([code, where]) => {
      const first = findings.find((one) => one.code === code && one.level === level)
      return first === undefined ? [] : [lineOf(first, language, where.join(', '))]
    })
  })
}

function placeOf({ signature, page, field }: Finding, language: Language): string {
  if (page !== null) return words[language].page(page)
  if (signature !== null && signature >= 0) return words[language].signature(signature + 1)
  return field === null ? '' : shown(field)
}

function lineOf({ code, level }: Finding, language: Language, where: string): string {
  const place = where === '' ? '' : ` (${where})`
  return `[${words[language].levels[level]}] ${sentenceOf(code, language)}${place} {${code}}`
}

/** A file may hold what moves a terminal's cursor, or turns its text around. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '�').slice(0, 300)
}
