import type { SignInTools } from '#server/usecases/sign-in-ports.ts'
import { createConsoleCookies } from './console-cookies.ts'
import { knownDevices } from './known-device.ts'
import { createOneTimeCodes } from './one-time-codes.ts'
import { createPasskeys } from './passkeys.ts'
import { createPasswords } from './passwords.ts'

export type SignInOptions = {
  /** At least 32 characters each; the first signs session cookies and those of known devices, each of them proves one. */
  secrets: string[]
  /** Where people reach the console; the host is the place of passkeys. */
  publicUrl: string
}

/** The tools of the sign-in, none of which asks the database. */
export function createSignIn({ secrets, publicUrl }: SignInOptions): SignInTools {
  const keys = { secrets, secureCookies: publicUrl.startsWith('https:') }
  return {
    passwords: createPasswords(),
    cookies: createConsoleCookies(keys),
    devices: knownDevices(keys),
    codes: createOneTimeCodes(),
    passkeys: createPasskeys(publicUrl),
  }
}
