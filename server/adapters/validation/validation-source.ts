import type {
  Authority,
  CertificateUse,
  CertificateUses,
  ValidationData,
  ValidationOf,
  ValidationSource,
} from '#server/usecases/archive-ports.ts'
import { AwaitsOperator, ValidationUnavailable } from '#server/usecases/refused.ts'
import { pathOf } from '#server/verification/certificate-path.ts'
import { type Certificate, parseCertificate } from '#server/verification/certificates.ts'
import { needsNoRevocation } from '#server/verification/revocation-pointers.ts'
import {
  type Evidence,
  judgeTimes,
  type ProofTimes,
  proofProblem,
  readEvidence,
  saysOf,
} from '#server/verification/revocation-proof.ts'
import type { EvidenceSource } from './evidence-source.ts'
import { publicRootsNamed } from './public-roots.ts'

export type ValidationOptions = {
  /** Asked in this order. */
  sources: EvidenceSource[]
  /** Trusted by themselves, besides self-signed ones: every one that TSA_CERTIFICATE ever named. */
  anchors: () => Promise<Uint8Array[]>
  /** Certificates at hand, of which a path may be made. */
  chain: Uint8Array[]
  /** `after_use`: what is older than the signature proves nothing; it is waited for the next. */
  freshness: 'current' | 'after_use'
  now: () => Date
  /** Hears how each search for a file's data ended; null: all was found. */
  heard?: (problem: ValidationUnavailable | null) => void
}

/** A certificate with its issuer, and when it was used; `archived`: its proof was taken before (`CertificateUse`). */
type Link = { certificate: Certificate; issuer: Certificate; at: Date; archived: boolean }

/**
 * Collects what proves every certificate of a file: first what the file holds already, then what the sources have. All of
 * it, or an error that says whose proof is missing.
 */
export function createValidationSource(options: ValidationOptions): ValidationSource {
  const { sources, anchors, chain, freshness, now, heard } = options
  return {
    async dataFor(uses, coming = null) {
      try {
        const data = await collected(uses, coming)
        heard?.(null)
        return data
      } catch (error) {
        if (error instanceof ValidationUnavailable) heard?.(error)
        throw error
      }
    },
  }

  async function collected(
    { uses, known }: CertificateUses,
    coming: Authority | null,
  ): Promise<ValidationData> {
    const found = new Found(known)
    const at = now()
    for (const use of uses) {
      const { path, proofs } = await provenPath(use, found, at)
      found.note(use.key, path, proofs)
    }
    const knows = ({ leaf, archived }: CertificateUse) =>
      !archived && coming !== null && Buffer.compare(leaf, coming.leaf) === 0
    if (coming !== null && !uses.some(knows)) await addComing(coming, found, at)
    return found.data()
  }

  async function addComing(coming: Authority, found: Found, at: Date): Promise<void> {
    // Not yet kept, but none is asked for that would have to be newer than the time stamp.
    const use: CertificateUse = { key: '', of: 'authority', at, ...coming, archived: true }
    try {
      const { path, proofs } = await provenPath(use, found, at)
      found.keep(path, proofs)
    } catch (error) {
      if (!(error instanceof ValidationUnavailable)) throw error
    }
  }

  async function provenPath(use: CertificateUse, found: Found, by: Date) {
    const path = await completePath(use, found.certificates)
    const proofs: Evidence[] = []
    for (const [index, certificate] of path.entries()) {
      const issuer = path[index + 1]
      if (issuer === undefined || needsNoRevocation(certificate)) continue
      proofs.push(
        ...(await proofsOf({ certificate, issuer, at: use.at, archived: use.archived }, found, by, false)),
      )
    }
    return { path, proofs }
  }

  async function completePath(use: CertificateUse, known: Certificate[]): Promise<Certificate[]> {
    const leaf = parseCertificate(use.leaf)
    const candidates = [...use.sent, ...chain].map(parseCertificate).concat(known)
    const trusted = use.of === 'authority' ? (await anchors()).map(parseCertificate) : []
    for (let asked = 0; ; asked += 1) {
      const { path, complete } = pathOf(leaf, candidates, trusted)
      if (complete) return path
      const top = path.at(-1) ?? leaf
      const more = asked > path.length ? [] : await issuersAbove(top)
      if (more.length === 0) {
        throw new ValidationUnavailable('no_issuer', `nobody has the certificate that issued ${top.subject}`)
      }
      candidates.push(...more)
    }
  }

  async function issuersAbove(top: Certificate): Promise<Certificate[]> {
    const roots = publicRootsNamed(top.x509.issuer)
    if (roots.length > 0) return roots
    const published = await Promise.all(sources.map((source) => source.issuersOf(top)))
    return published.flat()
  }

  /** The piece that proves a certificate, with those that prove whoever signed it. */
  async function proofsOf(link: Link, found: Found, by: Date, asResponder: boolean): Promise<Evidence[]> {
    const before = found.evidence.filter((each) => proves(each, link, by))
    const [proof = await fetched(link, by)] = before
    const says = saysOf(proof, link.certificate, link.issuer)
    const responder = typeof says === 'string' ? null : says.responder
    const own = proofProblem([proof], link.certificate, link.issuer, { at: link.at, by })
    if (own !== 'responder_unproved' || responder === null) return [proof]
    if (asResponder) throw missing(link, 'untrusted')
    return [proof, ...(await proofsOf({ ...link, certificate: responder }, found, by, true))]
  }

  async function fetched(link: Link, by: Date): Promise<Evidence> {
    const { certificate, issuer } = link
    for (const source of sources) {
      const evidence = await source.evidenceFor(certificate, issuer, (each) => proves(each, link, by))
      if (evidence === null) continue
      refuseRevoked(evidence, link, by)
      if (!proves(evidence, link, by)) throw missing(link, 'stale')
      return evidence
    }
    throw missing(link, 'nowhere')
  }

  /** By its own word and time; whether its responder is proved is another question. */
  function proves(evidence: Evidence, { certificate, issuer, at, archived }: Link, by: Date): boolean {
    const says = saysOf(evidence, certificate, issuer)
    if (typeof says === 'string' || judgeTimes(says, certificate, { at, by }) !== null) return false
    // A second of leeway: lists and answers have no fractions.
    return freshness === 'current' || archived || says.thisUpdate.getTime() + 1000 > at.getTime()
  }
}

function refuseRevoked(evidence: Evidence, { certificate, issuer, at }: Link, by: Date): void {
  const says = saysOf(evidence, certificate, issuer)
  const times: ProofTimes = { at, by }
  if (typeof says === 'string' || judgeTimes(says, certificate, times) !== 'revoked') return
  throw new AwaitsOperator(
    `${certificate.subject} was revoked on ${says.revokedAt?.toISOString()}, before it was used; put another certificate in its place and start again`,
  )
}

const reasons = {
  nowhere: 'names no place where its revocation could be asked',
  stale: 'has no list and no answer that is new enough',
  untrusted: 'has an answer that nobody vouches for',
}

function missing({ certificate }: Link, code: keyof typeof reasons): ValidationUnavailable {
  return new ValidationUnavailable(code, `${certificate.subject} ${reasons[code]}`)
}

/** What was found so far, each piece once. */
class Found {
  readonly certificates: Certificate[] = []
  readonly evidence: Evidence[] = []
  readonly #signatures = new Map<string, ValidationOf>()

  constructor({ certificates, crls, ocsps }: CertificateUses['known']) {
    this.certificates.push(...certificates.map(parseCertificate))
    const readable = [
      ...crls.map((der) => readEvidence('crl', der)),
      ...ocsps.map((der) => readEvidence('ocsp', der)),
    ]
    this.evidence.push(...readable.filter((each) => each !== null))
  }

  note(key: string, path: Certificate[], proofs: Evidence[]): void {
    const own = this.#signatures.get(key) ?? { key, certificates: [], crls: [], ocsps: [] }
    this.#signatures.set(key, own)
    for (const certificate of path) addTo(own.certificates, this.#placeOf(certificate))
    this.keep(path, proofs)
    for (const proof of proofs) {
      const place = this.#of(proof.kind).findIndex((each) => isSame(each, proof))
      addTo(proof.kind === 'crl' ? own.crls : own.ocsps, place)
    }
  }

  /** Without saying what it is about. */
  keep(path: Certificate[], proofs: Evidence[]): void {
    for (const certificate of path) this.#placeOf(certificate)
    for (const proof of proofs) {
      if (!this.evidence.some((each) => isSame(each, proof))) this.evidence.push(proof)
    }
  }

  data(): ValidationData {
    return {
      certificates: this.certificates.map(({ der }) => der),
      crls: this.#of('crl').map(({ der }) => der),
      ocsps: this.#of('ocsp').map(({ der }) => der),
      signatures: [...this.#signatures.values()],
    }
  }

  #placeOf(certificate: Certificate): number {
    const before = this.certificates.findIndex(({ sha256 }) => sha256 === certificate.sha256)
    return before < 0 ? this.certificates.push(certificate) - 1 : before
  }

  #of(kind: Evidence['kind']): Evidence[] {
    return this.evidence.filter((each) => each.kind === kind)
  }
}

function isSame(a: Evidence, b: Evidence): boolean {
  return a.kind === b.kind && Buffer.compare(a.der, b.der) === 0
}

function addTo(places: number[], place: number): void {
  if (!places.includes(place)) places.push(place)
}
