import { entryOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { nameOf } from '#server/pdf/format/pdf-objects.ts'
import type { FinalExpectation, TrustedTsas } from '#server/usecases/sealing-ports.ts'
import { strayChanges } from './archive-changes.ts'
import { pathOf } from './certificate-path.ts'
import { type Certificate, parseCertificate } from './certificates.ts'
import type { FileRevision } from './revision-kinds.ts'
import { proofProblem } from './revocation-proof.ts'
import { type SecurityStore, securityStoreOf, storeKeyOf } from './security-store.ts'
import type { Examined } from './signature-check.ts'

type Refuse = (check: string, detail: string) => void

/** A certificate that was used, when, with what was sent along with it; `by`: the archive timestamp that keeps it. */
type Use = {
  what: string
  leaf: Certificate
  sent: Certificate[]
  anchors: Certificate[]
  at: Date
  by: Date
}

/**
 * PAdES B-LTA (EN 319 142-1 §6.3): behind the acts stand, once for each archive, one revision of validation data and one
 * document timestamp; the data prove every certificate on the path of every signer and of every time-stamping authority
 * but the last one's, which the next renewal proves.
 */
export function checkArchives(
  file: PdfFile,
  revisions: FileRevision[],
  { acts, timestamps }: { acts: Examined[]; timestamps: Examined[] },
  expected: FinalExpectation,
  sealed: boolean,
  refuse: Refuse,
): void {
  const archives = expected.archives ?? 0
  checkOrder(revisions, acts.length, archives, refuse)
  if (timestamps.length !== archives) {
    refuse('archive_timestamp_missing', `${timestamps.length} archive timestamps instead of ${archives}`)
  }
  revisions.forEach((revision, index) => {
    const before = revisions[index - 1]
    if (revision.kind === 'act' || revision.kind === 'unsigned' || before === undefined) return
    for (const said of strayChanges(file, revision, before.end)) refuse('archive_changes', said)
  })
  for (const one of timestamps) checkTimestamp(file, one, refuse)
  if (archives === 0 || !sealed) return
  const store = securityStoreOf(file)
  if (store === null) {
    refuse('validation_data_missing', 'the file has no document security store')
    return
  }
  for (const kind of store.unreadable) refuse('validation_data_unreadable', `an entry of the kind ${kind}`)
  checkKeys(file, [...acts, ...timestamps], store, refuse)
  for (const use of usesOf({ acts, timestamps }, expected.trustedTsas, refuse)) checkUse(use, store, refuse)
}

function checkOrder(revisions: FileRevision[], acts: number, archives: number, refuse: Refuse): void {
  const wanted = [
    ...Array.from({ length: acts }, () => 'act'),
    ...Array.from({ length: archives }, () => ['validation_data', 'archive_timestamp']).flat(),
  ]
  const found = revisions.map(({ kind }) => kind)
  if (found.join() === wanted.join()) return
  if (found.length !== wanted.length)
    refuse('revision_count', `${found.length} revisions for ${acts} signatures and ${archives} archives`)
  else if (archives > 0) refuse('revision_kinds', `${found.join(', ')} instead of ${wanted.join(', ')}`)
}

/** A document timestamp says nothing but its token (EN 319 142-1 §5.4.3). */
function checkTimestamp(file: PdfFile, { field, seen, broken }: Examined, refuse: Refuse): void {
  if (nameOf(entryOf(file, field.signature, 'Type')) !== 'DocTimeStamp')
    refuse('archive_timestamp', `${field.name}: its type`)
  for (const key of ['Cert', 'Reference', 'Changes', 'R', 'Prop_AuthTime', 'Prop_AuthType']) {
    if (field.signature.entries.has(key)) refuse('archive_timestamp', `${field.name}: it has ${key}`)
  }
  for (const { check, detail } of broken) refuse(check, detail)
  if (!seen.coversWholeRevision) refuse('revision_coverage', `${field.name} does not end with its revision`)
}

/** VRI may be left out; what stands there must speak of signatures that are there. */
function checkKeys(file: PdfFile, signatures: Examined[], { vri }: SecurityStore, refuse: Refuse): void {
  const keys = new Set(signatures.map(({ field }) => storeKeyOf(file, field.contents.bytes)))
  for (const key of vri)
    if (!keys.has(key)) refuse('validation_data_key', `${key} is no signature of this file`)
}

function usesOf(
  { acts, timestamps }: { acts: Examined[]; timestamps: Examined[] },
  trustedTsas: TrustedTsas,
  refuse: Refuse,
): Use[] {
  const anchors = Array.isArray(trustedTsas) ? trustedTsas.map(parseCertificate) : []
  const uses: Use[] = []
  const kept = timestamps.map(({ seen }) => seen.timestampedAt)
  const [first] = kept
  for (const { cms, timestamp, seen } of acts) {
    const at = timestamp?.at ?? seen.at
    const leaf = cms?.signer ?? null
    if (cms === null || leaf === null || at === null || first === undefined || first === null) continue
    uses.push({ what: seen.fieldName, leaf, sent: cms.certificates, anchors: [], at, by: first })
    const tsa = timestamp?.tsa ?? null
    if (timestamp === null || tsa === null) continue
    const what = `the timestamp of ${seen.fieldName}`
    uses.push({ what, leaf: tsa, sent: timestamp.certificates, anchors, at, by: first })
    if (at > first)
      refuse('archive_timestamp_time', `${seen.fieldName} is younger than its archive timestamp`)
  }
  timestamps.forEach(({ timestamp, seen }, index) => {
    const [at = null, next = null] = [kept[index], kept[index + 1]]
    const leaf = timestamp?.tsa ?? null
    if (timestamp === null || leaf === null || at === null || next === null) return
    uses.push({ what: seen.fieldName, leaf, sent: timestamp.certificates, anchors, at, by: next })
    if (at > next)
      refuse('archive_timestamp_time', `${seen.fieldName} is younger than the one that follows it`)
  })
  return uses
}

/** Every certificate below the one that is trusted by itself is proved not to have been revoked. */
function checkUse({ what, leaf, sent, anchors, at, by }: Use, store: SecurityStore, refuse: Refuse): void {
  const { path, complete } = pathOf(leaf, [...sent, ...store.certificates], anchors)
  if (!complete) {
    refuse('validation_data_missing', `${what}: no certificate of ${path.at(-1)?.x509.issuer ?? 'an issuer'}`)
    return
  }
  path.forEach((certificate, index) => {
    const issuer = path[index + 1]
    if (issuer === undefined) return
    const problem = proofProblem(store.evidence, certificate, issuer, { at, by })
    if (problem === 'revoked') refuse('certificate_revoked', `${what}: ${certificate.subject}`)
    else if (problem !== null)
      refuse('validation_data_missing', `${what}: ${certificate.subject} (${problem})`)
  })
}
