import type { Certificate } from './certificates.ts'
import { childrenOf, childTagged, type Der, MalformedAsn1, oidOf, readDer } from './der.ts'

const OID = {
  crlDistributionPoints: '2.5.29.31',
  authorityInformation: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
  issuers: '1.3.6.1.5.5.7.48.2',
  noRevocation: '2.5.29.56',
  shortTerm: '0.4.0.194121.2.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
}
/** More places than these are not asked. */
const mostPlaces = 8
/** A Uniform Resource Identifier among the general names (RFC 5280 §4.2.1.6). */
const URI = 0x86

/** Where a certificate says that its revocation, and its issuer's certificate, can be had. Addresses as they stand there. */
export type Pointers = { crls: string[]; ocsp: string[]; issuers: string[] }

/** Reads CRL distribution points and authority information access (RFC 5280 §4.2.1.13, §4.2.2.1). */
export function pointersOf(certificate: Certificate): Pointers {
  const found: Pointers = { crls: [], ocsp: [], issuers: [] }
  try {
    for (const point of listIn(certificate, OID.crlDistributionPoints)) {
      found.crls.push(...urisOfPoint(childTagged(childrenOf(point), 0xa0)))
    }
    for (const access of listIn(certificate, OID.authorityInformation)) {
      const [method, place] = childrenOf(access)
      if (place?.tag !== URI) continue
      const kind = oidOf(method)
      if (kind === OID.ocsp) found.ocsp.push(textOf(place))
      if (kind === OID.issuers) found.issuers.push(textOf(place))
    }
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
  }
  const some = (all: string[]) => all.slice(0, mostPlaces)
  return { crls: some(found.crls), ocsp: some(found.ocsp), issuers: some(found.issuers) }
}

function listIn({ extensions }: Certificate, type: string): Der[] {
  const extension = extensions.get(type)
  return extension === undefined ? [] : childrenOf(readDer(extension.value))
}

/** `DistributionPointName`, of a certificate or of a CRL: its full name's addresses. */
export function urisOfPoint(point: Der | undefined): string[] {
  const name = point && childTagged(childrenOf(point), 0xa0)
  return name === undefined
    ? []
    : childrenOf(name)
        .filter(({ tag }) => tag === URI)
        .map(textOf)
}

function textOf({ content }: Der): string {
  return Buffer.from(content).toString('latin1')
}

/**
 * Nobody publishes revocation for it, and a validator need not ask: `noRevAvail` (RFC 9608 §2), or it lives so briefly that
 * its issuer vouches for it (EN 319 412-1 §5.2).
 */
export function needsNoRevocation({ extensions }: Certificate): boolean {
  return extensions.has(OID.noRevocation) || extensions.has(OID.shortTerm)
}

/** A responder whose own revocation need not be asked (RFC 6960 §4.2.2.2.1). */
export function isTrustedWithoutCheck({ extensions }: Certificate): boolean {
  return extensions.has(OID.ocspNoCheck)
}
