import type { Archive, Revision, SealedCertificate } from '#domain/seal.ts'
import { asIs, instantMember, list, object, whole } from './body-members.ts'

export const archivedRevision = object<Revision>({
  fileId: asIs(),
  sha256: asIs(),
  bytes: asIs(),
  storageKey: asIs(),
})

export const archivedCertificate = object<SealedCertificate>({
  sha256: asIs(),
  bytes: asIs(),
  storageKey: asIs(),
})

export const archive = object<Archive>({
  number: asIs(),
  at: instantMember,
  until: instantMember,
  revisions: list(archivedRevision),
  certificate: whole(archivedCertificate),
})
