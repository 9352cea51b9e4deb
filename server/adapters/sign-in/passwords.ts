import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { normalized } from '#domain/typed-text.ts'
import type { Passwords } from '#server/usecases/sign-in-ports.ts'
import { commonPasswords } from './common-passwords.ts'

type Cost = { N: number; r: number; p: number }

/** OWASP's present minimum for scrypt in 32 MiB (Password Storage Cheat Sheet): N=2^15, r=8, p=3. */
const cost: Cost = { N: 32768, r: 8, p: 3 }
/** Releases until 2026-11 (better-auth): `salt:key`, the salt's letters themselves being the salt. */
const formerCost: Cost = { N: 16384, r: 16, p: 1 }
const keyBytes = 64

/** Of nobody: checked where an address is unknown, so that the answer takes as long. */
const nobodys = `scrypt,${cost.N},${cost.r},${cost.p},${'0'.repeat(32)}:${'0'.repeat(128)}`

/**
 * Passwords as scrypt of their NFKC form: `scrypt,N,r,p,salt:key`. A process of a release before, which reads
 * `salt:key`, finds such a password wrong and nothing worse.
 */
export function createPasswords(): Passwords {
  const common = new Set(commonPasswords.split(' '))
  return {
    async hashOf(password) {
      const salt = randomBytes(16).toString('hex')
      const key = await keyOf(password, salt, cost)
      return `scrypt,${cost.N},${cost.r},${cost.p},${salt}:${key.toString('hex')}`
    },
    async check(password, hash) {
      const { salt, key, at } = partsOf(hash ?? nobodys)
      const made = await keyOf(password, salt, at)
      const right = made.length === key.length && timingSafeEqual(made, key)
      if (!right || hash === null) return 'wrong'
      return at.N === cost.N && at.r === cost.r && at.p === cost.p ? 'right' : 'weak'
    },
    isCommon(password) {
      const plain = folded(password).toLowerCase()
      const core = plain.replace(/^[^a-z]+|[^a-z]+$/g, '')
      const half = plain.slice(0, plain.length / 2)
      return (
        common.has(plain) ||
        (core.length >= 5 && common.has(core)) ||
        (half + half === plain && common.has(half.replace(/^[^a-z]+|[^a-z]+$/g, '')))
      )
    },
  }
}

/** Whoever asks refuses what is longer than any password. */
function folded(password: string): string {
  return normalized('NFKC', password, 1_000) ?? password
}

function partsOf(hash: string): { salt: string; key: Buffer; at: Cost } {
  const [head = '', key = ''] = hash.split(':')
  const [kind, N, r, p, salt = ''] = head.split(',')
  return kind === 'scrypt'
    ? { salt, key: Buffer.from(key, 'hex'), at: { N: Number(N), r: Number(r), p: Number(p) } }
    : { salt: head, key: Buffer.from(key, 'hex'), at: formerCost }
}

function keyOf(password: string, salt: string, at: Cost): Promise<Buffer> {
  const options = { ...at, maxmem: 256 * at.N * at.r }
  return new Promise((resolve, reject) => {
    scrypt(folded(password), salt, keyBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
