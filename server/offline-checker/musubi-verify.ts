#!/usr/bin/env node
/**
 * The checker that strangers run: one file without anything else, offered on /verify. It opens no connection and writes
 * nothing. `node musubi-verify.mjs FILE…`, exit status 0 when every file is good, 1 when one is not, 2 for a wrong call.
 */
import { readFileSync } from 'node:fs'
import type { Language } from '#domain/language.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { judgeFile } from '#server/verification/judging/judge-file.ts'
import { type JudgedFile, pairFiles } from '#server/verification/judging/pairing.ts'
import { pairRecords } from '#server/verification/records/pair-records.ts'
import { looksLikeRecord } from '#server/verification/records/read-record.ts'
import { readAsked } from './asked.ts'
import { embeddedTrust, readTrustFile } from './given-trust.ts'
import { isGood, jsonReport } from './json-report.ts'
import { type Checked, reportOf } from './report.ts'

/** The server puts its certificates here when it serves this file (`checker-file.ts`). */
const EMBEDDED = '@@MUSUBI_TRUST@@'

const help = {
  ja: `使い方: node musubi-verify.mjs [--json] [--lang ja|en] [--trust ファイル] ファイル…

PDFに付いた署名とタイムスタンプ、署名のあとの変更を確かめます。通信はしません。
書類と合意締結証明書をいっしょに渡すと、組み合わせも確かめます。
証拠記録（.ers）をいっしょに渡すと、ファイルがいつからあるかを確かめます。
--trust: 信頼する証明書（PEM、または /verify/trust.json の内容）
終了コード: 0 問題なし、1 問題あり、2 使い方の誤り`,
  en: `Usage: node musubi-verify.mjs [--json] [--lang ja|en] [--trust FILE] FILE…

Checks the signatures and timestamps of PDF files, and what changed after them. Opens no connection.
Given a document together with its certificate of agreement, it checks that they belong together.
Given an evidence record (.ers) too, it says since when the file existed.
--trust: certificates to believe (PEM, or what /verify/trust.json answers)
Exit status: 0 all is good, 1 something is not, 2 a wrong call`,
}

const untrusting = {
  ja: '信頼する証明書がありません。どのファイルも「発行していません」と答えます（--trust）。',
  en: 'No certificates to believe: every file is answered as not issued (--trust).',
}

function systemLanguage(): Language {
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ja') ? 'ja' : 'en'
}

function run(given: string[]): number {
  const asked = readAsked(given, systemLanguage())
  const { language } = asked
  if (asked.kind === 'help') {
    process.stdout.write(`${help[language]}\n`)
    return 0
  }
  if (asked.kind === 'wrong') return refuse(`${asked.because}\n\n${help[language]}`)
  const trust = unlessUnreadable(asked.trust ?? '', () =>
    asked.trust === null ? embeddedTrust(EMBEDDED) : readTrustFile(readFileSync(asked.trust, 'utf8')),
  )
  if (trust === null) return 2
  if (trust.signers.length === 0) process.stderr.write(`${untrusting[language]}\n`)
  const now = systemClock.now()
  const files: (Checked & JudgedFile)[] = []
  const records: { file: string; bytes: Uint8Array }[] = []
  for (const file of asked.files) {
    const read = unlessUnreadable(file, () => readFileSync(file))
    if (read === null) return 2
    if (looksLikeRecord(read)) records.push({ file, bytes: read })
    else files.push({ file, bytes: read, judgement: judgeFile(read, trust, now) })
  }
  const pairings = pairFiles(files)
  const paired = pairRecords(
    records.map(({ bytes }) => bytes),
    files,
    trust,
    now,
  )
  const checked = {
    files: files.map(({ file, judgement }) => ({ file, judgement })),
    pairings,
    records: paired.map(({ record, file, judged }) => ({
      record: records[record]?.file ?? '',
      file: file === null ? null : (files[file]?.file ?? null),
      ...judged,
    })),
  }
  const report = asked.json
    ? `${JSON.stringify(jsonReport(checked, now), null, 2)}\n`
    : reportOf(checked, language)
  process.stdout.write(report)
  return isGood(checked) ? 0 : 1
}

function unlessUnreadable<T>(file: string, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    refuse(`${file}: ${error instanceof Error ? error.message : 'unreadable'}`)
    return null
  }
}

function refuse(because: string): number {
  process.stderr.write(`musubi-verify: ${because}\n`)
  return 2
}

process.exitCode = run(process.argv.slice(2))
