import { readEndpoint } from './endpoints.ts'
import type { Reader } from './environment.ts'
import { type Environment, othersOf, type Variable } from './variables.ts'

export type KeyConfig =
  | { source: 'evaluation' }
  | ({ source: 'pem'; keyPem: string; passphrase: string | null } & Witness)
  | { source: 'pkcs12'; path: string; passphrase: string; operator: string }
  | ({ source: 'pkcs11' } & Pkcs11Config & Witness)
  | ({ source: 'aws-kms' } & AwsKmsConfig & Witness)
  | ({ source: 'google-kms' } & GoogleKmsConfig & Witness)

/** Who signs, and by which certificates (PEM, leaf first). */
type Witness = { chainPem: string; operator: string }

/** A PKCS#11 URI (RFC 7512) in its parts. `environment`: what the module's library may want of it. */
type Pkcs11Config = {
  module: string
  token: string | null
  serial: string | null
  object: string | null
  /** CKA_ID, in hexadecimal. */
  id: string | null
  pin: string
  environment: Environment
}

type AwsKmsConfig = {
  /** Of a key or an alias; the region stands in it. */
  arn: string
  region: string
  keyId: string
  secretKey: string
  sessionToken: string | null
  endpoint: string | null
}

/** `version`: `projects/…/cryptoKeyVersions/…`; the others are of the service account. */
type GoogleKmsConfig = {
  version: string
  email: string
  keyId: string
  keyPem: string
  endpoint: string | null
}

const places = [
  'SIGNING_KEY',
  'SIGNING_PKCS12',
  'SIGNING_PKCS11',
  'SIGNING_AWS_KMS',
  'SIGNING_GOOGLE_KMS',
] as const satisfies Variable[]

/** The key that signs as a witness. */
export function readKey(read: Reader, production: boolean, environment: Environment): KeyConfig {
  const given = places.filter((name) => read.text(name) !== null)
  if (!production && given.length === 0) return { source: 'evaluation' }
  if (given.length > 1) read.problem(`${given.join(' and ')} are both set; keep one.`)
  const operator = read.required('OPERATOR_NAME', 'the name that signatures carry')
  const path = read.text('SIGNING_PKCS12')
  if (path !== null) {
    return { source: 'pkcs12', path, passphrase: read.text('SIGNING_KEY_PASSPHRASE') ?? '', operator }
  }
  const uri = read.text('SIGNING_PKCS11')
  if (uri !== null) {
    const pin = read.required('SIGNING_PKCS11_PIN', "the PIN of the token's user")
    const place = readPkcs11(read, uri)
    const chainPem = readChain(read)
    return { source: 'pkcs11', ...place, pin, environment: othersOf(environment), chainPem, operator }
  }
  const arn = read.text('SIGNING_AWS_KMS')
  if (arn !== null) {
    const key = readAwsKms(read, arn, production)
    return { source: 'aws-kms', ...key, chainPem: readChain(read), operator }
  }
  const version = read.text('SIGNING_GOOGLE_KMS')
  if (version !== null) {
    const key = readGoogleKms(read, version, production)
    return { source: 'google-kms', ...key, chainPem: readChain(read), operator }
  }
  return {
    source: 'pem',
    keyPem: read.required(
      'SIGNING_KEY',
      `the operator's private key as PEM, or where it lies: ${places.slice(1).join(', ')} (docs/keys.md)`,
    ),
    chainPem: readChain(read),
    passphrase: read.text('SIGNING_KEY_PASSPHRASE'),
    operator,
  }
}

function readChain(read: Reader): string {
  return read.required('SIGNING_CERTIFICATE', "the operator's certificate and its chain as PEM, leaf first")
}

function readAwsKms(read: Reader, arn: string, production: boolean): AwsKmsConfig {
  const form = /^arn:aws[\w-]*:kms:([a-z]{2}(?:-[a-z]+)+-[0-9]):[0-9]{12}:(?:key|alias)\/[\w/-]{1,256}$/
  const region = form.exec(arn)?.[1]
  if (region === undefined)
    read.problem(
      'SIGNING_AWS_KMS is no ARN of a key such as arn:aws:kms:ap-northeast-1:123456789012:alias/musubi.',
    )
  return {
    arn,
    region: region ?? '',
    keyId: read.required('SIGNING_AWS_KEY_ID', 'the access key id, AKIA…'),
    secretKey: read.required('SIGNING_AWS_SECRET_KEY', 'the secret access key'),
    sessionToken: read.text('SIGNING_AWS_SESSION_TOKEN'),
    endpoint: readEndpoint(read, 'SIGNING_AWS_ENDPOINT', production),
  }
}

function readGoogleKms(read: Reader, version: string, production: boolean): GoogleKmsConfig {
  const form =
    /^projects\/[\w:.-]+\/locations\/[\w-]+\/keyRings\/[\w-]+\/cryptoKeys\/[\w-]+\/cryptoKeyVersions\/[0-9]+$/
  if (!form.test(version))
    read.problem(
      'SIGNING_GOOGLE_KMS is no version of a key such as projects/p/locations/asia-northeast1/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1.',
    )
  const endpoint = readEndpoint(read, 'SIGNING_GOOGLE_ENDPOINT', production)
  return { version, ...readGoogleAccount(read), endpoint }
}

function readGoogleAccount(read: Reader): Pick<GoogleKmsConfig, 'email' | 'keyId' | 'keyPem'> {
  const name = 'SIGNING_GOOGLE_ACCOUNT'
  const json = read.required(name, "the JSON of the service account's key")
  try {
    const { client_email: email, private_key_id: keyId, private_key: keyPem } = JSON.parse(json || '{}')
    if ([email, keyId, keyPem].every((each) => typeof each === 'string')) return { email, keyId, keyPem }
  } catch {
    // Told below.
  }
  if (json !== '')
    read.problem(
      `${name} is not the JSON of a service account's key (client_email, private_key_id, private_key).`,
    )
  return { email: '', keyId: '', keyPem: '' }
}

/** Attributes that choose the key. What else a URI may say is refused: it would be passed over in silence. */
const known = ['token', 'serial', 'object', 'id', 'type', 'module-path']

function readPkcs11(read: Reader, uri: string): Omit<Pkcs11Config, 'pin' | 'environment'> {
  const name = 'SIGNING_PKCS11'
  const example = 'pkcs11:token=musubi;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so'
  if (!uri.startsWith('pkcs11:')) {
    read.problem(`${name} is no PKCS#11 URI such as ${example}.`)
    return { module: '', token: null, serial: null, object: null, id: null }
  }
  const parts = new Map<string, Buffer>()
  for (const each of uri.replace(/^pkcs11:/, '').split(/[;?&]/)) {
    const [attribute = '', value = ''] = each.split(/=(.*)/s)
    if (attribute !== '') parts.set(attribute, bytesOf(value))
  }
  const unknown = [...parts.keys()].find((each) => !known.includes(each))
  if (unknown !== undefined) read.problem(`${name} says ${unknown}=, which this server does not know.`)
  const text = (attribute: string) => parts.get(attribute)?.toString('utf8') ?? null
  const module = text('module-path')
  if (module === null || !module.startsWith('/'))
    read.problem(`${name} lacks the path of a module, as in ${example}.`)
  if (text('type') !== null && text('type') !== 'private')
    read.problem(`${name} says type=${text('type')}; what signs is private.`)
  return {
    module: module ?? '',
    token: text('token'),
    serial: text('serial'),
    object: text('object'),
    id: parts.get('id')?.toString('hex') ?? null,
  }
}

/** Percent-encoded bytes, which need be no text: `id=%A1%02`. */
function bytesOf(value: string): Buffer {
  const pieces = value.split(/(%[0-9A-Fa-f]{2})/)
  return Buffer.concat(
    pieces.map((each) =>
      /^%[0-9A-Fa-f]{2}$/.test(each) ? Buffer.from(each.slice(1), 'hex') : Buffer.from(each, 'utf8'),
    ),
  )
}
