import type { InMemory } from './prepared-ports.ts'

/**
 * What lifts a finished file to PAdES B-LTA: data that prove its certificates, and a timestamp over the whole. Bytes are DER.
 */

/**
 * A certificate that a signature of the file rests on. `key`: how VRI names the signature; `at`: when it was used; `sent`:
 * the certificates that came with it; `of`: a signer's path may end at any root, an authority's at those that are trusted.
 * `archived`: an archive timestamp keeps its proof, which the final verification has taken.
 */
export type CertificateUse = {
  key: string
  of: 'signer' | 'authority'
  at: Date
  leaf: Uint8Array
  sent: Uint8Array[]
  archived: boolean
}

/** `known`: what the file holds already. `roomBytes`: of the longest time stamp so far, and as much again. */
export type CertificateUses = {
  uses: CertificateUse[]
  known: { certificates: Uint8Array[]; crls: Uint8Array[]; ocsps: Uint8Array[] }
  roomBytes: number
}

/** `bytes`: those of `path`, where they were read already. */
export type FileOfDocument = { path: string; bytes?: Uint8Array | null; documentId: string }

/** Of what the pieces of validation data are about: places in its lists. `key`: how VRI names the signature. */
export type ValidationOf = { key: string; certificates: number[]; crls: number[]; ocsps: number[] }

/** What proves the signatures of a file, DER: certificates, certificate revocation lists and OCSP answers. */
export type ValidationData = {
  certificates: Uint8Array[]
  crls: Uint8Array[]
  ocsps: Uint8Array[]
  signatures: ValidationOf[]
}

/**
 * The two revisions behind the last act: validation data, and a document timestamp with an empty placeholder of
 * `roomBytes`. `number`: 0 at the conclusion, one more with each renewal.
 */
export type ArchiveRevision = InMemory & {
  sourcePath: string
  targetPath: string
  documentId: string
  number: number
  data: ValidationData
  roomBytes: number
}

/** The certificate with which an authority stamps now, and those that come with it. */
export type Authority = Pick<CertificateUse, 'leaf' | 'sent'>

/** A file with its document timestamp. `until`: the end of the authority's certificate. */
export type Stamped = { sha256: string; bytes: number; at: Date; until: Date }

/**
 * Finds what proves the certificates, in the file or at their issuers'. There is none where the operator asks for no more
 * than B-T, and in evaluation without time stamps.
 */
export interface ValidationSource {
  /**
   * Throws `ValidationUnavailable`, which passes, or `AwaitsOperator`, where somebody must do something first. Nothing less
   * than the whole is answered. `coming`: the authority that stamps next, whose proof is added where it can be had: whoever
   * checks the file without a network can follow it then, and nobody else needs it before the next renewal.
   */
  dataFor(uses: CertificateUses, coming?: Authority | null): Promise<ValidationData>
}
