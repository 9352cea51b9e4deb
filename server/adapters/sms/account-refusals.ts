/**
 * Refusals for good that are about the operator's account with this gateway, its sender or its settings, and say nothing about the
 * number or the text: another gateway may take the same text. Whatever is not here is final for both, above all that a number is
 * none, takes no SMS, or asked for no more (Twilio 21211, 21214, 21217, 21610, 21614; SMPP 0x0b, 0x33, 0x34; AWS
 * `ValidationException`; HTTP 400, 409, 422, which of most providers are about the number or the text).
 */
const aboutAccount = new Set<string>([
  // Of a gateway that asks us for the code: it could not reach us (twilio-voice.ts).
  'no_public_address',

  // RFC 9110 §15: who we are, what is paid, and where the provider is asked.
  ...[301, 302, 303, 307, 308, 401, 402, 403, 404, 405, 407, 410].map((status) => `http_${status}`),

  // Twilio's error dictionary. General answers of its API (credentials, account, path): 20001 to 20099 and 20404.
  'twilio_20404',
  // A trial account sends to numbers that it has verified only (21219, 21608); the country is not switched on (21408).
  'twilio_21219',
  'twilio_21408',
  'twilio_21608',
  // The sender: none given, no number of ours, cannot send SMS, or not to where this number is.
  'twilio_21603',
  'twilio_21606',
  'twilio_21612',
  'twilio_21659',
  'twilio_21660',
  'twilio_21661',
  // A messaging service without senders.
  'twilio_21703',
  // Calls: a caller that is none of ours or not given, calls to Japan not switched on, numbers that Twilio itself lets nobody call.
  'twilio_21210',
  'twilio_21213',
  'twilio_21215',
  'twilio_21216',
  // A trial account calls from its own number (573002) to people who were verified (573005), and not by every feature (10002).
  'twilio_10002',
  'twilio_573002',
  'twilio_573005',
  // The account is not active.
  'twilio_10001',
  // Suspended; or the account's messages of this day are used up.
  'twilio_30002',
  'twilio_63038',

  // Errors of SendTextMessage and those that all AWS services share.
  ...[
    'AccessDeniedException',
    'ExpiredTokenException',
    'IncompleteSignature',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'NotAuthorized',
    'OptInRequired',
    'ResourceNotFoundException',
    'ServiceQuotaExceededException',
    'UnrecognizedClientException',
  ].map((kind) => `aws_${kind}`),

  // SMPP 3.4 §5.1.3: not bound for this, source address, bind, password, system_id, service_type, how source (0x48, 0x49) and
  // destination (0x50, 0x51) are numbered, system_type.
  ...['04', '0a', '0d', '0e', '0f', '15', '48', '49', '50', '51', '53'].map((status) => `smpp_0x${status}`),
])

/** Whether another gateway may take what this one refused for good. */
export function isAboutAccount(reason: string): boolean {
  return aboutAccount.has(reason) || /^twilio_200[0-9]{2}$/.test(reason)
}
