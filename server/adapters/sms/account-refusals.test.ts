import { expect, test } from 'vitest'
import { isAboutAccount } from './account-refusals.ts'

test.each([
  ...['http_401', 'http_402', 'http_403', 'http_407', 'http_404'],
  ...['twilio_20003', 'twilio_20005', 'twilio_21408', 'twilio_21606', 'twilio_30002'],
  ...['twilio_10001', 'twilio_21210', 'twilio_21215', 'twilio_21216', 'twilio_573005', 'no_public_address'],
  ...['aws_AccessDeniedException', 'aws_ServiceQuotaExceededException', 'aws_UnrecognizedClientException'],
  ...['smpp_0x0a', 'smpp_0x0e', 'smpp_0x15'],
])('%s is about the account', (reason) => {
  expect(isAboutAccount(reason)).toBe(true)
})

test.each([
  ...[
    'http_400',
    'http_409',
    'http_422',
    'answer_not_success',
    'number_has_no_such_form',
    'expired',
    'text_too_long',
  ],
  ...['twilio_21217', 'twilio_21202', 'twilio_5730050'],
  ...['twilio_21211', 'twilio_21610', 'twilio_21614', 'twilio_2000', 'aws_ValidationException'],
  ...['smpp_0x0b', 'smpp_0x33', 'smpp_0x34', 'smpp_0x400', ''],
])('%s is about the number or the text, or says too little', (reason) => {
  expect(isAboutAccount(reason)).toBe(false)
})
