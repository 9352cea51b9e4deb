import { Pkcs11Failed, type Pkcs11Trouble } from './pkcs11-calls.ts'

/** The functions of CK_FUNCTION_LIST in their order (PKCS #11 2.40, pkcs11f.h), as far as the last that is called. */
const names =
  'Initialize Finalize GetInfo GetFunctionList GetSlotList GetSlotInfo GetTokenInfo GetMechanismList GetMechanismInfo InitToken InitPIN SetPIN OpenSession CloseSession CloseAllSessions GetSessionInfo GetOperationState SetOperationState Login Logout CreateObject CopyObject DestroyObject GetObjectSize GetAttributeValue SetAttributeValue FindObjectsInit FindObjects FindObjectsFinal EncryptInit Encrypt EncryptUpdate EncryptFinal DecryptInit Decrypt DecryptUpdate DecryptFinal DigestInit Digest DigestUpdate DigestKey DigestFinal SignInit Sign'.split(
    ' ',
  )

/** What each of ours takes. `Three`: CK_ATTRIBUTE and CK_MECHANISM have the same form, a number, a pointer and a length. */
const takes = {
  Initialize: 'void *args',
  GetSlotList: 'uint8 present, void *list, void *count',
  GetTokenInfo: 'unsigned long slot, void *info',
  OpenSession: 'unsigned long slot, unsigned long flags, void *app, void *notify, void *session',
  Login: 'unsigned long session, unsigned long user, void *pin, unsigned long length',
  FindObjectsInit: 'unsigned long session, Three *template, unsigned long count',
  FindObjects: 'unsigned long session, void *objects, unsigned long most, void *count',
  FindObjectsFinal: 'unsigned long session',
  GetAttributeValue: 'unsigned long session, unsigned long object, Three *template, unsigned long count',
  SignInit: 'unsigned long session, Three *mechanism, unsigned long key',
  Sign: 'unsigned long session, void *data, unsigned long length, void *signature, void *size',
}

/** Return values that an operator may look up, and what follows from them. */
const returned: Record<number, [string, Pkcs11Trouble]> = {
  5: ['GENERAL_ERROR', 'failed'],
  6: ['FUNCTION_FAILED', 'failed'],
  48: ['DEVICE_ERROR', 'lost'],
  50: ['DEVICE_REMOVED', 'lost'],
  96: ['KEY_HANDLE_INVALID', 'lost'],
  99: ['KEY_TYPE_INCONSISTENT', 'failed'],
  104: ['KEY_FUNCTION_NOT_PERMITTED', 'failed'],
  112: ['MECHANISM_INVALID', 'failed'],
  130: ['OBJECT_HANDLE_INVALID', 'lost'],
  160: ['PIN_INCORRECT', 'pin'],
  161: ['PIN_INVALID', 'pin'],
  162: ['PIN_LEN_RANGE', 'pin'],
  163: ['PIN_EXPIRED', 'pin'],
  164: ['PIN_LOCKED', 'pin'],
  176: ['SESSION_CLOSED', 'lost'],
  177: ['SESSION_COUNT', 'failed'],
  179: ['SESSION_HANDLE_INVALID', 'lost'],
  224: ['TOKEN_NOT_PRESENT', 'no_token'],
  225: ['TOKEN_NOT_RECOGNIZED', 'no_token'],
  257: ['USER_NOT_LOGGED_IN', 'lost'],
  258: ['USER_PIN_NOT_INITIALIZED', 'pin'],
}

const alreadyLoggedIn = 256

/** CK_ULONG: as long as a pointer on every system but Windows. */
const wordBytes = 8

export type Three = { type: number; value: Buffer | null; length: number }

/** `call` throws `Pkcs11Failed` for whatever is not CKR_OK. */
export type Pkcs11Module = {
  call(name: keyof typeof takes, ...given: unknown[]): void
}

/** Optional: who has no security module need not have it, so neither compiler nor bundler ask for it. */
const koffiPackage: string = 'koffi'

/** What we use of it (koffi.dev, 3.3). */
type Koffi = {
  struct(name: string, members: Record<string, unknown>): unknown
  array(of: string, length: number): unknown
  proto(signature: string): unknown
  load(path: string): { func(signature: string): (...given: unknown[]) => unknown }
  decode(pointer: unknown, type: unknown): Record<string, unknown>
  call(pointer: unknown, type: unknown, ...given: unknown[]): unknown
}

/** Loads the library of a security module, which is foreign machine code: only in a process of its own. */
export async function loadModule(path: string): Promise<Pkcs11Module> {
  const { default: koffi }: { default: Koffi } = await import(koffiPackage).catch((): never => {
    throw new Pkcs11Failed('no_library', 'the package koffi, which loads it, is not installed')
  })
  koffi.struct('Three', { type: 'unsigned long', value: 'void *', length: 'unsigned long' })
  const list = koffi.struct('CK_FUNCTION_LIST', {
    version: koffi.array('uint8', 2),
    ...Object.fromEntries(names.map((name) => [name, 'void *'])),
  })
  let functions: Record<string, unknown>
  try {
    const given: unknown[] = [null]
    const rv = koffi.load(path).func('unsigned long C_GetFunctionList(_Out_ void **list)')(given)
    if (rv !== 0) throw new Error(`C_GetFunctionList answered ${rv}`)
    functions = koffi.decode(given[0], list)
  } catch (error) {
    throw new Pkcs11Failed('no_module', error instanceof Error ? error.message : 'it cannot be loaded')
  }
  const ours = Object.fromEntries(
    Object.entries(takes).map(([name, parameters]) => {
      const type = koffi.proto(`unsigned long C_${name}(${parameters})`)
      return [name, (...given: unknown[]): unknown => koffi.call(functions[name], type, ...given)]
    }),
  )
  return {
    call(name, ...given) {
      const rv = Number(ours[name]?.(...given))
      if (rv === 0 || (name === 'Login' && rv === alreadyLoggedIn)) return
      const [word, trouble] = returned[rv] ?? [`0x${rv.toString(16)}`, 'failed']
      throw new Pkcs11Failed(trouble, `C_${name} answered CKR_${word}`)
    },
  }
}

/** Room for a number that the module writes, with its first value. */
export function word(value = 0): Buffer {
  const bytes = Buffer.alloc(wordBytes)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

/** The numbers that it wrote one behind the other. */
export function wordsIn(bytes: Buffer, count = bytes.length / wordBytes): number[] {
  return Array.from({ length: count }, (_, at) => Number(bytes.readBigUInt64LE(at * wordBytes)))
}
