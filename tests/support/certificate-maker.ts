import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import {
  bits,
  boolean,
  certificateTime,
  context,
  contextPrimitive,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  setOf,
  utf8,
} from '#server/adapters/signer/der.ts'
import type { EvaluationAuthority } from '#server/adapters/signer/evaluation-authority.ts'

/** A key with its certificate, and those above it. */
export type Issued = {
  name: string
  keyPem: string
  certPem: string
  /** Leaf first, without the root. */
  chainPem: string
  privateKey: KeyObject
  issuers: Issued[]
  der: Uint8Array
}

export type Wanted = {
  name: string
  by?: Issued
  from?: Date
  until?: Date
  kind?: 'authority' | 'signer' | 'tsa' | 'tls' | 'encipherment' | 'bare' | 'responder'
  /** Where its revocation can be asked. Without either, a leaf says that nobody publishes any (RFC 9608). */
  lists?: string
  answers?: string
  /** Of a responder: nobody need ask about it (RFC 6960 §4.2.2.2.1). */
  noCheck?: boolean
  keys?: { publicKey: KeyObject; privateKey: KeyObject }
}

const usage = (flags: number) =>
  extension('2.5.29.15', true, bits(Uint8Array.of(flags), 31 - Math.clz32(flags & -flags)))
const purpose = (critical: boolean, dotted: string) => extension('2.5.29.37', critical, sequence(oid(dotted)))

const extensionsOf = {
  authority: [extension('2.5.29.19', true, sequence(boolean(true))), usage(0x06)],
  signer: [usage(0xc0), purpose(false, '1.3.6.1.5.5.7.3.36')],
  tsa: [usage(0x80), purpose(true, '1.3.6.1.5.5.7.3.8')],
  tls: [usage(0x80), purpose(false, '1.3.6.1.5.5.7.3.1')],
  encipherment: [usage(0x20)],
  bare: [],
  responder: [usage(0x80), purpose(false, '1.3.6.1.5.5.7.3.9')],
}

const uri = (address: string) => contextPrimitive(6, Buffer.from(address, 'latin1'))

/** CRL distribution points, authority information access (RFC 5280 §4.2.1.13, §4.2.2.1), or that there are none. */
function pointersOf({ lists, answers, noCheck, kind = 'signer' }: Wanted): Uint8Array[] {
  const points = lists === undefined ? [] : [sequence(context(0, context(0, uri(lists))))]
  const access = answers === undefined ? [] : [sequence(oid('1.3.6.1.5.5.7.48.1'), uri(answers))]
  const none = points.length + access.length === 0 && ['signer', 'tsa'].includes(kind)
  return [
    ...(points.length > 0 ? [extension('2.5.29.31', false, sequence(...points))] : []),
    ...(access.length > 0 ? [extension('1.3.6.1.5.5.7.1.1', false, sequence(...access))] : []),
    ...(none ? [extension('2.5.29.56', false, nothing())] : []),
    ...(noCheck === true ? [extension('1.3.6.1.5.5.7.48.1.5', false, nothing())] : []),
  ]
}

const day = 86_400_000

/** Makes a key and a certificate for it, on the spot: any times, any purpose, by any issuer (itself where none is named). */
export function issue(wanted: Wanted): Issued {
  const { name, by, kind = 'signer', keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) } = wanted
  const { from = new Date(Date.now() - day), until = new Date(Date.now() + 365 * day) } = wanted
  const extensions = [...extensionsOf[kind], ...pointersOf(wanted)]
  const issuerKey = by?.privateKey ?? keys.privateKey
  // Authorities here are on P-256.
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const body = sequence(
    context(0, integer(2)),
    integer(Uint8Array.of(0x40, ...randomBytes(12))),
    algorithm,
    nameOf(by?.name ?? name),
    sequence(certificateTime(from), certificateTime(until)),
    nameOf(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length === 0 ? [] : [context(3, sequence(...extensions))]),
  )
  const der = sequence(body, algorithm, bits(sign('sha256', body, issuerKey)))
  const certPem = pemOf(der)
  const issuers = by === undefined ? [] : [by, ...by.issuers]
  const intermediates = issuers.filter((each) => each.issuers.length > 0)
  return {
    name,
    keyPem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certPem,
    chainPem: [certPem, ...intermediates.map((each) => each.certPem)].join(''),
    privateKey: keys.privateKey,
    issuers,
    der,
  }
}

/** A root, an authority below it, and a signer of theirs. */
export function issueSigner(wanted: Partial<Wanted> = {}): Issued {
  const root = issue({ name: 'Test Root', kind: 'authority', from: new Date(Date.now() - 9 * 365 * day) })
  const from = new Date(Date.now() - 8 * 365 * day)
  const authority = issue({ name: 'Test Authority', kind: 'authority', by: root, from })
  return issue({ name: '株式会社運営', by: authority, ...wanted })
}

function nameOf(name: string): Uint8Array {
  return sequence(setOf(sequence(oid('2.5.4.3'), utf8(name))))
}

function extension(type: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octets(value))
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/**
 * Keys of a time-stamping authority, and of a signer beside it, as evaluation has them, until then. Where no address of `lists` is
 * given, they say that nobody publishes any.
 */
export function anAuthority(until?: Date, lists?: string): EvaluationAuthority {
  const root = issue({ name: 'Test Root', kind: 'authority' })
  const [signer, tsa] = (['signer', 'tsa'] as const).map((kind) =>
    issue({
      ...{ name: `Test ${kind}`, kind, by: root },
      ...(until === undefined ? {} : { until }),
      ...(lists === undefined ? {} : { lists }),
    }),
  )
  if (signer === undefined || tsa === undefined) throw new Error('nobody was issued')
  return {
    rootPem: root.certPem,
    signerCertPem: signer.certPem,
    signerKeyPem: signer.keyPem,
    tsaCertPem: tsa.certPem,
    tsaKeyPem: tsa.keyPem,
  }
}

/** What a server is started with to sign by this certificate; nobody publishes lists for what is above it. */
export function signingKeyOf({ keyPem, chainPem }: Issued) {
  return {
    SIGNING_KEY: keyPem,
    SIGNING_CERTIFICATE: chainPem,
    OPERATOR_NAME: '株式会社運営',
    SIGNATURE_LEVEL: 'B-T',
  }
}
