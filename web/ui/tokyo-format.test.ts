import { expect, test, vi } from 'vitest'
import { tokyoFormat } from './tokyo-format.ts'

test('an instant is written as it is in Tokyo, in both languages', () => {
  const write = tokyoFormat({
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  expect(write('2026-11-22T10:05:00Z', 'ja')).toBe('2026年11月22日 19:05')
  expect(write(new Date('2026-11-22T15:05:00Z'), 'en')).toBe('23 November 2026 at 00:05')
})

test('a formatter is made once for each language, however many instants are written', () => {
  const write = tokyoFormat({ hour: '2-digit', minute: '2-digit' })
  const made = vi.spyOn(Intl, 'DateTimeFormat')
  for (let time = 0; time < 10; time += 1) write(new Date(time), time % 2 === 0 ? 'ja' : 'en')
  expect(made).toHaveBeenCalledTimes(2)
  made.mockRestore()
})
