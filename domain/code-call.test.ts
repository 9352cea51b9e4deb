import { expect, test } from 'vitest'
import { callGreeting, callText, codeInCall } from './code-call.ts'
import { jobsOf } from './job-request.ts'

test('the digits are read one by one, leading zeros too, and can be taken out again', () => {
  const ja = callText({ organization: 'つばめ不動産 109号店', code: '004207', language: 'ja' })
  expect(ja).toBe(
    'つばめ不動産 109号店からのご依頼です。認証コードは、0、0、4、2、0、7。くり返します。0、0、4、2、0、7。',
  )
  const en = callText({ organization: 'Swallow 24', code: '120034', language: 'en' })
  expect(en).toBe('From Swallow 24. Your code is 1, 2, 0, 0, 3, 4. Again: 1, 2, 0, 0, 3, 4.')
  expect([codeInCall(ja), codeInCall(en)]).toEqual(['004207', '120034'])
})

test('before a key was pressed nothing is told but that there is a code', () => {
  for (const language of ['ja', 'en'] as const) {
    expect(callGreeting(language)).toMatch(/1/)
    expect(callGreeting(language)).not.toMatch(/[02-9]/)
  }
})

test('the sender is mailed of an SMS that did not arrive, not of a call that nobody took', () => {
  const ids = { at: new Date(), documentId: 'd', participantId: 'p', smsId: 's' }
  const missed = { ...ids, type: 'sms.undelivered' as const, reason: 'undelivered' as const }
  expect(jobsOf(missed)).toMatchObject([{ job: 'deliver-mail', kind: 'sms_undelivered' }])
  expect(jobsOf({ ...missed, channel: 'voice' })).toEqual([])
})
