import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seconds: half a year after its last sign-in a browser is a stranger again. */
const life = 180 * 24 * 3600

const valuePattern = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

/**
 * A cookie that a browser gets when it signed in to an account: its tries are counted by themselves, so that strangers
 * cannot spend them (OWASP, Slow Down Online Guessing Attacks with Device Cookies). It opens nothing.
 */
export function knownDevices({ secrets, secureCookies }: { secrets: string[]; secureCookies: boolean }) {
  const [current = ''] = secrets
  const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest()
  const nameOf = (secret: string, email: string) =>
    `${secureCookies ? '__Host-' : ''}musubi-device-${hmac(secret, `known-device-name:${email}`).toString('hex').slice(0, 12)}`
  const proofOf = (secret: string, email: string, device: string) =>
    hmac(secret, `known-device:${email}:${device}`)
  return {
    /** The device's own name, when its cookie was made here for this account. */
    deviceOf(email: string, cookies: string | undefined): string | null {
      const pairs = (cookies ?? '').split(';').map((pair) => pair.trim())
      const found = secrets.flatMap((secret) => {
        const name = nameOf(secret, email)
        const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
        const [, device, proof] = valuePattern.exec(value ?? '') ?? []
        if (device === undefined || proof === undefined) return []
        const right = timingSafeEqual(Buffer.from(proof, 'base64url'), proofOf(secret, email, device))
        return right ? [device] : []
      })
      return found[0] ?? null
    },
    /** A `Set-Cookie` value that keeps the device known, or makes it so. */
    cookieFor(email: string, known: string | null): string {
      const device = known ?? randomBytes(16).toString('base64url')
      const value = `${device}.${proofOf(current, email, device).toString('base64url')}`
      const secure = secureCookies ? '; Secure' : ''
      return `${nameOf(current, email)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${life}${secure}`
    },
  }
}
