import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seconds: half a year after its last sign-in a browser is a stranger again. */
const life = 180 * 24 * 3600

const valuePattern = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

/**
 * A cookie that a browser gets when it signed in to an account: its tries are counted by themselves, so that strangers
 * cannot spend them (OWASP, Slow Down Online Guessing Attacks with Device Cookies). It opens nothing.
 */
export function knownDevices({ secret, secureCookies }: { secret: string; secureCookies: boolean }) {
  const hmac = (text: string) => createHmac('sha256', secret).update(text).digest()
  const nameOf = (email: string) =>
    `${secureCookies ? '__Host-' : ''}musubi-device-${hmac(`known-device-name:${email}`).toString('hex').slice(0, 12)}`
  const proofOf = (email: string, device: string) => hmac(`known-device:${email}:${device}`)
  return {
    /** The device's own name, when its cookie was made here for this account. */
    deviceOf(email: string, cookies: string | undefined): string | null {
      const name = nameOf(email)
      const pairs = (cookies ?? '').split(';').map((pair) => pair.trim())
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
      const [, device, proof] = valuePattern.exec(value ?? '') ?? []
      if (device === undefined || proof === undefined) return null
      return timingSafeEqual(Buffer.from(proof, 'base64url'), proofOf(email, device)) ? device : null
    },
    /** A `Set-Cookie` value that keeps the device known, or makes it so. */
    cookieFor(email: string, known: string | null): string {
      const device = known ?? randomBytes(16).toString('base64url')
      const value = `${device}.${proofOf(email, device).toString('base64url')}`
      const secure = secureCookies ? '; Secure' : ''
      return `${nameOf(email)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${life}${secure}`
    },
  }
}
