import { isIP } from 'node:net'
import type { PasskeyTools } from '#server/usecases/sign-in-ports.ts'

/**
 * WebAuthn by @simplewebauthn/server, loaded by the first passkey. The place (relying party) is the host of PUBLIC_URL, the
 * origin PUBLIC_URL itself. Whoever shows one must have unlocked it (user verification), so that it is two factors in one.
 */
export function createPasskeys(publicUrl: string): PasskeyTools {
  const origin = new URL(publicUrl).origin
  const rpID = new URL(publicUrl).hostname
  const library = () => import('@simplewebauthn/server')
  const minute = 60_000
  return {
    available: isIP(rpID.replace(/^\[|\]$/g, '')) === 0,
    async creation({ challenge, member, known }) {
      const { generateRegistrationOptions } = await library()
      const options = await generateRegistrationOptions({
        ...{ rpName: 'Musubi', rpID, timeout: 5 * minute, attestationType: 'none' },
        challenge: bytesOf(challenge),
        userID: new TextEncoder().encode(member.id),
        userName: member.email,
        userDisplayName: member.name,
        excludeCredentials: known.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      return JSON.stringify(options)
    },
    async created(answer, challenge) {
      const response = parsed(answer)
      if (response === null) return null
      const { verifyRegistrationResponse } = await library()
      const checked = await verifyRegistrationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: rpID,
        requireUserVerification: true,
      }).catch(() => null)
      if (checked === null || !checked.verified) return null
      const { credential } = checked.registrationInfo
      const transports = (credential.transports ?? []).filter((each) => /^[a-z-]{1,20}$/.test(each))
      return { id: credential.id, publicKey: credential.publicKey, counter: credential.counter, transports }
    },
    // As the browser's own call reads it (`parseRequestOptionsFromJSON`); for this the library need not be loaded.
    request: (challenge, known) =>
      JSON.stringify({
        ...{ challenge, rpId: rpID, timeout: 5 * minute, userVerification: 'required' },
        allowCredentials: (known ?? []).map(({ id, transports }) => ({ type: 'public-key', id, transports })),
      }),
    idIn(answer) {
      const id = parsed(answer)?.id
      return typeof id === 'string' && /^[A-Za-z0-9_-]{1,1400}$/.test(id) ? id : null
    },
    async shown(answer, challenge, passkey) {
      const response = parsed(answer)
      if (response === null) return null
      const { verifyAuthenticationResponse } = await library()
      const checked = await verifyAuthenticationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: rpID,
        requireUserVerification: true,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: passkey.counter,
        },
      }).catch(() => null)
      if (checked === null || !checked.verified) return null
      // The handle says whose passkey it is; one that was moved to another member's row is refused.
      const handle = response.response?.userHandle
      if (typeof handle === 'string' && Buffer.from(handle, 'base64url').toString() !== passkey.memberId)
        return null
      return { counter: checked.authenticationInfo.newCounter }
    },
  }
}

/** The library takes a text for what is to be encoded; ours is encoded already. */
function bytesOf(challenge: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(challenge, 'base64url'))
}

/** The answer of a browser, whose shape the library looks at. */
function parsed(answer: string) {
  try {
    const value = JSON.parse(answer)
    return value !== null && typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
