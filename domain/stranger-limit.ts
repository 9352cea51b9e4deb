/**
 * How often people whom nobody knows, or know only by a token, may do what costs something. Counted in windows in the
 * database, over all processes; a window begins with its first try (NIST SP 800-63B-4 §3.2.2; OWASP ASVS 5.0, 6.1.1, 6.3.1).
 */
export const strangerLimits = {
  /** Passwords tried from one address, for whatever account. */
  sign_in_address: { most: 30, minutes: 15 },
  /** Passkeys shown from one address. None is guessed: this bounds work, and a whole office comes in by them at nine. */
  sign_in_passkey_address: { most: 300, minutes: 15 },
  /** Passwords tried for one account from one address. */
  sign_in_account_from: { most: 10, minutes: 15 },
  /** Passwords tried for one account from all addresses that do not know it. */
  sign_in_account: { most: 50, minutes: 15 },
  /** Passwords tried in a browser that has signed in to this account before: no stranger can spend these. */
  sign_in_known_device: { most: 10, minutes: 15 },
  /** Codes of a second factor tried for one member, by whoever knew the password. */
  sign_in_factor: { most: 10, minutes: 15 },
  sign_in_factor_day: { most: 50, minutes: 24 * 60 },
  /** The same in a browser that has signed in to this account before. */
  sign_in_factor_known_device: { most: 10, minutes: 15 },
  /** Passwords tried in a session before an act that asks for it. */
  console_proof: { most: 10, minutes: 15 },
  /** Links for a lost password asked for from one address, for whatever account. */
  password_lost_address: { most: 20, minutes: 60 },
  /** The same for one account: each is a mail. */
  password_lost_account: { most: 5, minutes: 60 },
  /** Files brought to the verification page from one address. */
  verify_address: { most: 60, minutes: 60 },
  /** Files among them that took more work than a file may. */
  verify_costly: { most: 3, minutes: 60 },
  /** Uploads of one member that took more work than a file may. */
  costly_uploads: { most: 5, minutes: 60 },
  /** Codes of one team sent for people at one address: a mobile network has thousands behind one, a branch office all its customers. */
  code_address: { most: 300, minutes: 60 },
  /** Requests for another number through one consent URL; each is a mail to the sender. */
  tel_request_url: { most: 3, minutes: 24 * 60 },
  /** The same for one recipient, over all their URLs. */
  tel_request_participant: { most: 5, minutes: 24 * 60 },
  /** The same from one address, for whatever recipient of one team: a mobile network has thousands behind an address. */
  tel_request_address: { most: 100, minutes: 60 },
  /** Mails to one address about documents that others passed on to it, whoever they are. */
  transfer_target: { most: 5, minutes: 24 * 60 },
  /** Test SMS and mails of one team: an administrator tries whether they arrive. */
  test_message: { most: 10, minutes: 60 },
  /** Documents of one team passed on from one address. */
  transfer_address: { most: 100, minutes: 24 * 60 },
} as const

export type StrangerLimit = keyof typeof strangerLimits

/**
 * Who shares an address as far as we can see: of IPv6 the network (/64), which one person has to themselves; of IPv4
 * the address, also where it is written inside IPv6.
 */
export function visitorOf(address: string): string {
  const text = address.toLowerCase().replace(/%.*$/, '')
  const inside = /^::ffff:([0-9]+\.[0-9]+\.[0-9]+\.[0-9]+)$/.exec(text)?.[1]
  if (inside !== undefined) return inside
  if (!text.includes(':')) return text
  const [before = '', after] = text.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...tail]
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/64`
}
