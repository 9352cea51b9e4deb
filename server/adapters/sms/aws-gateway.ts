import { smsSegments } from '#domain/sms-segments.ts'
import type { SmsGateway, SmsOutcome } from '../../usecases/delivery-ports.ts'
import type { Clock } from '../../usecases/ports.ts'
import { type AwsCredentials, signedHeaders } from '../http/aws-signature.ts'
import { type Exchange, exchange } from '../http/http-exchange.ts'
import { numberInForm } from './number-form.ts'

/** `origination`: a sender id, a number or their ARN; empty: what the account has for Japan. */
export type AwsAccount = AwsCredentials & {
  region: string
  origination: string
  configurationSet: string
  endpoint: string | null
}

const timeoutMs = 10_000
/** Seconds: the least and the most `TimeToLive` of `SendTextMessage`. */
const [shortest, longest] = [5, 259_200]

/** Errors of the service after which the same message may be taken later. */
const notNow = [
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]

/** AWS End User Messaging SMS: `SendTextMessage` (API of 2022-03-31, JSON 1.0). */
export function createAwsGateway(account: AwsAccount, clock: Clock): SmsGateway {
  const url = new URL(account.endpoint ?? `https://sms-voice.${account.region}.amazonaws.com/`)
  return {
    async send(message) {
      const now = clock.now()
      const seconds = Math.floor((message.expiresAt.getTime() - now.getTime()) / 1000)
      // What lives shorter cannot be asked for: it would be delivered when its code is dead.
      if (seconds < shortest) return { outcome: 'rejected', reason: 'expired', tryAgain: false }
      const to = numberInForm(message.to, 'e164')
      if (to === null) return { outcome: 'rejected', reason: 'number_has_no_such_form', tryAgain: false }
      const body = JSON.stringify({
        DestinationPhoneNumber: to,
        ...(account.origination === '' ? {} : { OriginationIdentity: account.origination }),
        ...(account.configurationSet === '' ? {} : { ConfigurationSetName: account.configurationSet }),
        MessageBody: message.text,
        MessageType: 'TRANSACTIONAL',
        TimeToLive: Math.min(seconds, longest),
        Context: { musubi: message.idempotencyKey },
      })
      const given = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
      }
      const signing = { region: account.region, service: 'sms-voice', at: now }
      const headers = signedHeaders({ method: 'POST', url, headers: given, body }, account, signing)
      return judge(
        await exchange({ method: 'POST', url, headers, body }, timeoutMs),
        smsSegments(message.text),
      )
    },
  }
}

function judge(exchanged: Exchange, segments: number): SmsOutcome {
  if (exchanged.end === 'not_written')
    return { outcome: 'rejected', reason: exchanged.reason, tryAgain: true }
  if (exchanged.end === 'lost') return { outcome: 'unknown', reason: exchanged.reason }
  const { status } = exchanged
  const answer = membersOf(exchanged.body)
  if (status >= 200 && status < 300) {
    const { MessageId: id } = answer
    return { outcome: 'accepted', providerId: typeof id === 'string' ? id : null, segments }
  }
  // `com.amazonaws.pinpointsmsvoicev2#ThrottlingException`, or the name alone.
  const kind = /([A-Za-z]{1,60})$/.exec(String(answer.__type ?? ''))?.[1] ?? ''
  const reason = kind === '' ? `http_${status}` : `aws_${kind}`
  if (status === 429 || status === 503 || notNow.includes(kind))
    return { outcome: 'rejected', reason, tryAgain: true }
  if (status >= 500) return { outcome: 'unknown', reason }
  return { outcome: 'rejected', reason, tryAgain: false }
}

function membersOf(body: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body ?? '')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
