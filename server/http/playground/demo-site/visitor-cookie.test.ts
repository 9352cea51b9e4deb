import { expect, test } from 'vitest'
import { visitorCookie } from './visitor-cookie.ts'

const cookie = visitorCookie('client-one', false)
const sent = (header: string) => header.split(';')[0] ?? ''
const contract = { documentId: '01jd_o.c~1', participantId: 'p/2' }

test('the contracts a browser has started come back as they were', () => {
  const other = { documentId: 'a', participantId: 'b' }
  expect(cookie.read(`x=1; ${sent(cookie.write([contract, other]))}; y=2`)).toEqual([contract, other])
})

test('a cookie that was changed is as good as none', () => {
  const written = sent(cookie.write([contract]))
  expect(cookie.read(written.replace('jd', 'je'))).toEqual([])
  expect(cookie.read(`${written}x`)).toEqual([])
  expect(cookie.read('tsubame_contracts=doc_p~')).toEqual([])
})

test('a cookie sealed for another client id is not believed', () => {
  expect(visitorCookie('client-two', false).read(sent(cookie.write([contract])))).toEqual([])
})

test('only the newest five contracts are kept', () => {
  const many = Array.from({ length: 8 }, (_, index) => ({ documentId: `d${index}`, participantId: 'p' }))
  expect(cookie.read(sent(cookie.write(many))).map((each) => each.documentId)).toEqual([
    'd0',
    'd1',
    'd2',
    'd3',
    'd4',
  ])
})

test('the cookie follows a link back from another site and no script can read it', () => {
  expect(cookie.write([contract])).toMatch(/; HttpOnly; SameSite=Lax/)
  expect(visitorCookie('client-one', true).write([contract])).toMatch(/; Secure$/)
})
