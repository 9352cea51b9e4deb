/** Which key of which token: what the operator gave of a PKCS#11 URI (RFC 7512). Null: any, where there is one alone. */
export type Pkcs11Place = {
  /** The path of the library that speaks with the module. */
  module: string
  token: string | null
  serial: string | null
  object: string | null
  /** CKA_ID, in hexadecimal. */
  id: string | null
}

/** What the child that holds the library is asked. `data`: what the mechanism takes, already hashed. */
export type Pkcs11Call = Pkcs11Place & { pin: string; mechanism: 'ecdsa' | 'rsa'; data: Uint8Array }

/**
 * Why it gave no signature. `lost`: a session, or the login, that another session may have again. The first six stay as they are
 * until somebody changes something.
 */
export type Pkcs11Trouble =
  | 'no_library'
  | 'no_module'
  | 'several_tokens'
  | 'pin'
  | 'no_key'
  | 'several_keys'
  | 'no_token'
  | 'lost'
  | 'failed'

/** `signature` as PKCS#11 gives it: of ECDSA both numbers at their full length. `detail`: our words, and names of its codes. */
export type Pkcs11Answer = { signature: Uint8Array } | { trouble: Pkcs11Trouble; detail: string }

/** Thrown inside the child. */
export class Pkcs11Failed extends Error {
  readonly trouble: Pkcs11Trouble

  constructor(trouble: Pkcs11Trouble, detail: string) {
    super(detail)
    this.name = 'Pkcs11Failed'
    this.trouble = trouble
  }
}
