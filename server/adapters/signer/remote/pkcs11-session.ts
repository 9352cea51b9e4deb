import { type Pkcs11Call, Pkcs11Failed, type Pkcs11Place } from './pkcs11-calls.ts'
import { loadModule, type Pkcs11Module, type Three, word, wordsIn } from './pkcs11-module.ts'

/** Of CK_TOKEN_INFO: where the label (32), the serial number (16) and the flags lie, and room for all of it. */
const [labelAt, serialAt, flagsAt, tokenInfoBytes] = [0, 80, 96, 512]
const flags = { loginRequired: 0x4, initialized: 0x400, pinFinalTry: 0x20000, pinLocked: 0x40000 }
const serialSession = 0x4
const [user, contextSpecific] = [1, 2]
const attribute = { class: 0x0, label: 0x3, id: 0x102, keyType: 0x100, alwaysAuthenticate: 0x202 }
const privateKey = 3
const keyTypes = { rsa: 0, ecdsa: 3 }
/** CKM_RSA_PKCS over a DigestInfo and CKM_ECDSA over a digest: what every module has. */
const mechanisms = { rsa: 0x1, ecdsa: 0x1041 }
/** RSA of 16,384 bits. */
const longestSignature = 2048

type Session = { module: Pkcs11Module; handle: number; key: number; asksEachTime: boolean }

/**
 * Opens a session with a token, logs in and finds the key, once; signs with it from then on. Throws `Pkcs11Failed`, after which
 * nothing of it is to be used again.
 */
export function createSession(): (call: Pkcs11Call) => Promise<Uint8Array> {
  let session: Promise<Session> | null = null
  return async (call) => {
    session ??= open(call)
    return signWith(await session, call)
  }
}

async function open(call: Pkcs11Call): Promise<Session> {
  const module = await loadModule(call.module)
  module.call('Initialize', null)
  const slot = tokenOf(module, call)
  const handle = word()
  module.call('OpenSession', slot.id, serialSession, null, null, handle)
  const [session = 0] = wordsIn(handle)
  if ((slot.flags & flags.loginRequired) !== 0) {
    refuseLastTry(slot.flags)
    logIn(module, session, user, call.pin)
  }
  const key = keyOf(module, session, call)
  return { module, handle: session, key, asksEachTime: asksEachTime(module, session, key) }
}

/** A try with a wrong PIN is counted by the token, which locks itself after a few: the last one is left to a person. */
function refuseLastTry(of: number): void {
  if ((of & flags.pinLocked) !== 0) throw new Pkcs11Failed('pin', 'the PIN of the token is locked')
  if ((of & flags.pinFinalTry) !== 0) {
    throw new Pkcs11Failed('pin', 'one more wrong PIN locks the token, so none is tried')
  }
}

function logIn(module: Pkcs11Module, session: number, as: number, pin: string): void {
  const bytes = Buffer.from(pin, 'utf8')
  module.call('Login', session, as, bytes, bytes.length)
}

type Slot = { id: number; flags: number }

function tokenOf(module: Pkcs11Module, place: Pkcs11Place): Slot {
  const count = word()
  module.call('GetSlotList', 1, null, count)
  const list = Buffer.alloc(count.length * (wordsIn(count)[0] ?? 0))
  if (list.length > 0) module.call('GetSlotList', 1, list, count)
  const fitting = wordsIn(list).flatMap((id): Slot[] => {
    const info = Buffer.alloc(tokenInfoBytes)
    module.call('GetTokenInfo', id, info)
    const text = (at: number, length: number) => info.toString('utf8', at, at + length).trimEnd()
    const [found = 0] = wordsIn(info.subarray(flagsAt), 1)
    const fits =
      (found & flags.initialized) !== 0 &&
      (place.token === null || place.token === text(labelAt, 32)) &&
      (place.serial === null || place.serial === text(serialAt, 16))
    return fits ? [{ id, flags: found }] : []
  })
  const [slot] = fitting
  if (slot === undefined) throw new Pkcs11Failed('no_token', 'no such token is in the module')
  if (fitting.length > 1) throw new Pkcs11Failed('several_tokens', `${fitting.length} tokens fit`)
  return slot
}

function keyOf(module: Pkcs11Module, session: number, { object, id, mechanism }: Pkcs11Call): number {
  const three = (type: number, value: Buffer): Three => ({ type, value, length: value.length })
  const template = [
    three(attribute.class, word(privateKey)),
    // That of the certificate: another would fail at each signature, in words that name no cure.
    three(attribute.keyType, word(keyTypes[mechanism])),
    ...(object === null ? [] : [three(attribute.label, Buffer.from(object, 'utf8'))]),
    ...(id === null ? [] : [three(attribute.id, Buffer.from(id, 'hex'))]),
  ]
  const [found, count] = [Buffer.alloc(2 * word().length), word()]
  module.call('FindObjectsInit', session, template, template.length)
  module.call('FindObjects', session, found, 2, count)
  module.call('FindObjectsFinal', session)
  const [first, second] = wordsIn(found, wordsIn(count)[0])
  if (first === undefined)
    throw new Pkcs11Failed('no_key', 'no such private key of the kind of its certificate is in the token')
  if (second !== undefined) throw new Pkcs11Failed('several_keys', 'several private keys of the token fit')
  return first
}

/** Cards want the PIN before every single signature of some keys. */
function asksEachTime(module: Pkcs11Module, session: number, key: number): boolean {
  const value = Buffer.alloc(1)
  const template = [{ type: attribute.alwaysAuthenticate, value, length: 1 }]
  try {
    module.call('GetAttributeValue', session, key, template, 1)
  } catch {
    // Modules older than the attribute do not know it.
    return false
  }
  return value[0] === 1
}

function signWith({ module, handle, key, asksEachTime }: Session, call: Pkcs11Call): Uint8Array {
  const mechanism: Three = { type: mechanisms[call.mechanism], value: null, length: 0 }
  module.call('SignInit', handle, [mechanism], key)
  if (asksEachTime) logIn(module, handle, contextSpecific, call.pin)
  const [signature, size] = [Buffer.alloc(longestSignature), word(longestSignature)]
  module.call('Sign', handle, Buffer.from(call.data), call.data.length, signature, size)
  return signature.subarray(0, wordsIn(size)[0])
}
