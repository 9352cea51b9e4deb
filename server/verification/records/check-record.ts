import { type Finding, findingOf } from '#domain/file-finding.ts'
import type { TrustedTsas } from '#server/usecases/sealing-ports.ts'
import { MalformedAsn1 } from '../der.ts'
import type { DigestName } from '../signature-algorithms.ts'
import { hashOf, same } from '../signed-data.ts'
import { inspectTimestampToken, isKnownTsa } from '../timestamp-token.ts'
import { type ArchiveTimestamp, type EvidenceRecord, readRecord } from './read-record.ts'

/** A time stamp of a record: when, by whom, and until when the certificate of whoever gave it is in force. */
type RecordStamp = { at: Date; until: Date; authority: string; known: boolean }

/** What a record says of the data beside it. `since`: since when they existed; null where it proves nothing. */
export type RecordJudged = { since: Date | null; stamps: RecordStamp[]; findings: Finding[] }

/** The data's hashes by a digest, the one that is most likely meant first. */
export type HashesOf = (digest: DigestName) => Uint8Array[]

type Trust = { tsas: TrustedTsas; now: Date }

/** What is wrong with a record, as the code of the finding that says so. */
class RecordBroken extends Error {
  readonly code: Finding['code']
  constructor(code: Finding['code'], detail: string) {
    super(detail)
    this.code = code
  }
}

/** Judges an evidence record by its bytes and the data's hashes (RFC 4998 §4.3, §5.3). */
export function judgeRecord(bytes: Uint8Array, hashes: HashesOf, { tsas, now }: Trust): RecordJudged {
  const stamps: RecordStamp[] = []
  try {
    const record = readRecord(bytes)
    const place = walk(record, hashes, tsas, stamps)
    const last = stamps.at(-1)
    const known = tsas === 'any' || stamps.every((stamp) => stamp.known)
    const holds = place === 0 ? 'record_holds' : 'record_earlier_state'
    const findings = [known ? findingOf(holds) : authorityUnknown(tsas, stamps)]
    if (last !== undefined && last.until < now)
      findings.push(findingOf('record_authority_ended', { detail: last.until.toISOString() }))
    return { since: known ? (stamps[0]?.at ?? null) : null, stamps, findings }
  } catch (error) {
    if (error instanceof RecordBroken)
      return { since: null, stamps, findings: [findingOf(error.code, { detail: error.message })] }
    if (!(error instanceof MalformedAsn1)) throw error
    return { since: null, stamps, findings: [findingOf('record_unreadable', { detail: error.message })] }
  }
}

/** What is wrong with a record of all of these hashes (SHA-256); null: nothing. */
export function recordProblem(bytes: Uint8Array, hashes: Uint8Array[]): string | null {
  for (const hash of hashes) {
    const { since, findings } = judgeRecord(bytes, () => [hash], { tsas: 'any', now: new Date(0) })
    if (since === null) return findings.map(({ code, detail }) => `${code}: ${detail}`).join('; ')
  }
  return null
}

/**
 * Anybody can stamp a record. By one who is none of the known ones, where there are some, it says since when the file exists: then it
 * misleads. Who renewed it may be newer than this checker.
 */
function authorityUnknown(tsas: TrustedTsas, stamps: RecordStamp[]): Finding {
  const stranger = stamps.find(({ known }) => !known)
  const misleads = Array.isArray(tsas) && tsas.length > 0 && stamps[0]?.known === false
  return findingOf('record_authority_unknown', {
    level: misleads ? 'alarm' : 'warning',
    detail: stranger?.authority ?? '',
  })
}

/** Walks over all time stamps in order; gives the place of the hash that the first one covers. Throws `RecordBroken`. */
function walk(
  { chains }: EvidenceRecord,
  hashes: HashesOf,
  tsas: TrustedTsas,
  stamps: RecordStamp[],
): number {
  let place = -1
  for (const { timestamps, before } of chains) {
    const [first, ...further] = timestamps
    if (first === undefined) throw new MalformedAsn1('an empty chain')
    const given = dataHashes(first.digest, hashes, before)
    // Of which state the data are, the first chain says; those that follow are about the same.
    const found = given.findIndex((hash, at) => (place < 0 || at === place) && holds(first, hash))
    if (found < 0) {
      if (before.length > 0) throw new RecordBroken('record_renewal', 'a chain that covers other ones')
      throw new RecordBroken('record_other_file', 'the hash is not in it')
    }
    place = found
    addStamp(first, given[found] ?? first.token, tsas, stamps)
    let former = first
    for (const timestamp of further) {
      // "This hash tree of the new Archive Timestamp MUST use the same hash algorithm as the old one" (§5.2).
      const covered = hashOf(timestamp.digest, [former.token])
      if (timestamp.digest !== former.digest || !holds(timestamp, covered))
        throw new RecordBroken('record_renewal', 'a time stamp that does not cover the one before it')
      addStamp(timestamp, covered, tsas, stamps)
      former = timestamp
    }
  }
  return place
}

/** After a hash tree renewal a chain covers the data with all chains before it: H(H(data) + H(chains)) (§5.2). */
function dataHashes(digest: DigestName, hashes: HashesOf, before: Uint8Array[]): Uint8Array[] {
  const own = hashes(digest)
  if (before.length === 0) return own
  const chains = hashOf(digest, [sequenceOf(before)])
  return own.map((hash) => hashOf(digest, [hash, chains]))
}

/** Whether the hash is one of the first list, or what the time stamp covers itself. */
function holds({ tree, digest, token }: ArchiveTimestamp, hash: Uint8Array): boolean {
  if (tree !== null && tree.length > 0) return tree[0]?.some((each) => same(each, hash)) === true
  const expected = { imprint: { digest, value: hash }, trusted: 'any' as const }
  return !inspectTimestampToken(token, expected).problems.some(({ check }) => check === 'timestamp_imprint')
}

/** The root by §4.3: each list sorted, put together and hashed, and the hash added to the next list. */
function rootOf({ tree, digest }: ArchiveTimestamp, hash: Uint8Array): Uint8Array {
  let made: Uint8Array | null = null
  for (const list of tree ?? []) {
    const whole: Uint8Array[] = made === null ? list : [...list, made]
    made = hashOf(digest, whole.toSorted(Buffer.compare))
  }
  return made ?? hash
}

function addStamp(
  timestamp: ArchiveTimestamp,
  hash: Uint8Array,
  tsas: TrustedTsas,
  stamps: RecordStamp[],
): void {
  const value = rootOf(timestamp, hash)
  const found = inspectTimestampToken(timestamp.token, {
    imprint: { digest: timestamp.digest, value },
    trusted: 'any',
  })
  const { at, tsa } = found
  const [problem] = found.problems
  if (problem?.check === 'timestamp_imprint') throw new RecordBroken('record_tree', problem.detail)
  if (problem || at === null || tsa === null)
    throw new RecordBroken('record_timestamp', problem ? `${problem.check}: ${problem.detail}` : 'unreadable')
  const former = stamps.at(-1)
  if (former !== undefined && at < former.at)
    throw new RecordBroken('record_renewal', 'a time stamp that is older than the one before it')
  if (former !== undefined && at > former.until)
    throw new RecordBroken(
      'record_renewed_late',
      `${former.authority} ended on ${former.until.toISOString()}`,
    )
  stamps.push({ at, until: tsa.notAfter, authority: tsa.subject, known: isKnownTsa(found, tsas) })
}

/** DER of SEQUENCE OF, of elements that are DER already. */
function sequenceOf(parts: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Uint8Array.of(0x30, length), content])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Uint8Array.of(0x30, 0x80 | bytes.length), bytes, content])
}
