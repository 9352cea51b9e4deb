import { createCipheriv, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { CiphertextRefused, createSecrets } from './secrets.ts'

const key = randomBytes(32)
const keys = { data: [{ id: 'k1', key }], hash: randomBytes(32) }
const place = { table: 'participants', column: 'tel_sealed', row: 'd1 p1' }

/** As the release before wrote them: no place. */
function unbound(plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return `k1.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`
}

test('a text is read in its place, and nowhere else', () => {
  const refused: CiphertextRefused[] = []
  const secrets = createSecrets(keys, (each) => refused.push(each))
  const sealed = secrets.encrypt('+819012345678', place)
  expect(secrets.decrypt(sealed, place)).toBe('+819012345678')
  for (const other of [
    { ...place, row: 'd1 p2' },
    { ...place, row: 'd2 p1' },
    { ...place, column: 'email_sealed' },
    { ...place, table: 'sms_messages' },
    { table: 'participant', column: 'stel_sealed', row: 'd1 p1' },
  ]) {
    expect(() => secrets.decrypt(sealed, other)).toThrow(CiphertextRefused)
  }
  expect(refused).toHaveLength(5)
  expect(refused[0]?.message).not.toContain('8190')
})

test('what the release before wrote is read, but a bound text does not pass for such a one', () => {
  const secrets = createSecrets(keys)
  expect(secrets.decrypt(unbound('old'), place)).toBe('old')
  const stripped = secrets.encrypt('new', place).slice(2)
  expect(() => secrets.decrypt(stripped, place)).toThrow(CiphertextRefused)
  expect(() => secrets.decrypt(`2:${unbound('old')}`, place)).toThrow(CiphertextRefused)
})

test('a tag is sixteen bytes: a text cut short is refused, in both forms', () => {
  const secrets = createSecrets(keys)
  for (const sealed of [secrets.encrypt('', place), unbound('')]) {
    const dot = sealed.indexOf('.')
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
    expect(bytes).toHaveLength(28)
    for (const length of [0, 12, 16, 20, 24, 27]) {
      const cut = `${sealed.slice(0, dot)}.${bytes.subarray(0, length).toString('base64url')}`
      expect(() => secrets.decrypt(cut, place), String(length)).toThrow(CiphertextRefused)
    }
  }
})

test('every bit counts', () => {
  const secrets = createSecrets(keys)
  const sealed = secrets.encrypt('+819012345678', place)
  const dot = sealed.indexOf('.')
  const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    const altered = `${sealed.slice(0, dot)}.${changed.toString('base64url')}`
    expect(() => secrets.decrypt(altered, place)).toThrow(CiphertextRefused)
  }
})
