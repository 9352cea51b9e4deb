import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import {
  bits,
  boolean,
  certificateTime,
  contentOf,
  context,
  contextPrimitive,
  integer,
  octets,
  oid,
  partsOf,
  printable,
  sequence,
  setOf,
  utf8,
} from './der.ts'

/**
 * The self-made keys of evaluation mode, as PEM, kept in the data directory. With the root's key it makes revocation lists
 * (`evaluation-revocation.ts`); one that an earlier release made has none, and its certificates say that nobody publishes any.
 */
export type EvaluationAuthority = {
  rootPem: string
  rootKeyPem?: string
  signerCertPem: string
  signerKeyPem: string
  tsaCertPem: string
  tsaKeyPem: string
}

/** `/Name` of evaluation signatures: the organisation in the signing certificate. */
export const EVALUATION_OPERATOR = 'Musubi 評価用 (EVALUATION)'

const VALID_YEARS = 3
const KEY_USAGE = { keyCertSign: 0x04, crlSign: 0x02, digitalSignature: 0x80, nonRepudiation: 0x40 }

type Party = { name: string; publicKey: KeyObject; privateKey: KeyObject }

/**
 * Makes a root, a signing certificate and a TSA certificate on P-256, valid for three years from `now`. Everything
 * says 評価用, because no stranger has a reason to trust it.
 */
export function createEvaluationAuthority(now: Date): EvaluationAuthority {
  const root = party('Musubi 評価用ルート EVALUATION Root')
  const signer = party('Musubi 評価用署名 EVALUATION Signer')
  const tsa = party('Musubi 評価用タイムスタンプ EVALUATION TSA')
  const until = new Date(now)
  until.setUTCFullYear(until.getUTCFullYear() + VALID_YEARS)
  const issue = (subject: Party, ...extensions: Uint8Array[]) =>
    certificate(subject, root, now, until, extensions)

  return {
    rootPem: issue(
      root,
      // No path below the leaves.
      extension('2.5.29.19', true, sequence(boolean(true), integer(0))),
      keyUsage(KEY_USAGE.keyCertSign | KEY_USAGE.crlSign),
    ),
    rootKeyPem: keyPem(root),
    signerCertPem: issue(
      signer,
      leafConstraints,
      keyUsage(KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation),
      // Document signing (RFC 9336), and e-mail protection, which `openssl cms -verify` asks for by default.
      extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.36'), oid('1.3.6.1.5.5.7.3.4'))),
    ),
    signerKeyPem: keyPem(signer),
    tsaCertPem: issue(
      tsa,
      leafConstraints,
      keyUsage(KEY_USAGE.digitalSignature),
      // Critical, and nothing but timestamping (RFC 3161 §2.3).
      extension('2.5.29.37', true, sequence(oid('1.3.6.1.5.5.7.3.8'))),
    ),
    tsaKeyPem: keyPem(tsa),
  }
}

function party(commonName: string): Party {
  return { name: commonName, ...generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) }
}

function keyPem({ privateKey }: Party): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function certificate(
  subject: Party,
  issuer: Party,
  from: Date,
  until: Date,
  extensions: Uint8Array[],
): string {
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  const keyIds = [
    extension('2.5.29.14', false, octets(keyId(subject))),
    extension('2.5.29.35', false, sequence(contextPrimitive(0, keyId(issuer)))),
  ]
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const body = sequence(
    context(0, integer(2)),
    integer(serial),
    algorithm,
    distinguishedName(issuer),
    sequence(certificateTime(from), certificateTime(until)),
    distinguishedName(subject),
    spki(subject),
    context(3, sequence(...extensions, ...keyIds)),
  )
  const der = Buffer.from(sequence(body, algorithm, bits(sign('sha256', body, issuer.privateKey))))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function distinguishedName({ name }: Party): Uint8Array {
  return sequence(
    setOf(sequence(oid('2.5.4.6'), printable('JP'))),
    setOf(sequence(oid('2.5.4.10'), utf8(EVALUATION_OPERATOR))),
    setOf(sequence(oid('2.5.4.3'), utf8(name))),
  )
}

function spki({ publicKey }: Party): Uint8Array {
  return publicKey.export({ type: 'spki', format: 'der' })
}

/** SHA-1 of the key's bits, method 1 of RFC 5280 §4.2.1.2; a name, not a protection. */
function keyId(of: Party): Uint8Array {
  const [, key = new Uint8Array()] = partsOf(spki(of))
  return createHash('sha1').update(contentOf(key).subarray(1)).digest()
}

function extension(type: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octets(value))
}

function keyUsage(flags: number): Uint8Array {
  const unused = 31 - Math.clz32(flags & -flags)
  return extension('2.5.29.15', true, bits(Uint8Array.of(flags), unused))
}

const leafConstraints = extension('2.5.29.19', true, sequence())
