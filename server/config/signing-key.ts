import type { Reader } from './environment.ts'
import { type Environment, othersOf, type Variable } from './variables.ts'

export type KeyConfig =
  | { source: 'evaluation' }
  | ({ source: 'pem'; keyPem: string; passphrase: string | null } & Witness)
  | { source: 'pkcs12'; path: string; passphrase: string; operator: string }
  | ({ source: 'pkcs11' } & Pkcs11Config & Witness)

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

const places = ['SIGNING_KEY', 'SIGNING_PKCS12', 'SIGNING_PKCS11'] as const satisfies Variable[]

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
  return {
    source: 'pem',
    keyPem: read.required(
      'SIGNING_KEY',
      "the operator's private key as PEM, or where it lies: SIGNING_PKCS12 or SIGNING_PKCS11 (docs/keys.md)",
    ),
    chainPem: readChain(read),
    passphrase: read.text('SIGNING_KEY_PASSPHRASE'),
    operator,
  }
}

function readChain(read: Reader): string {
  return read.required('SIGNING_CERTIFICATE', "the operator's certificate and its chain as PEM, leaf first")
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
