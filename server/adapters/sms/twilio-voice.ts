import { callGreeting } from '#domain/code-call.ts'
import type { Language } from '#domain/language.ts'
import type { CallScript, SmsGateway } from '../../usecases/delivery-ports.ts'
import type { Clock } from '../../usecases/ports.ts'
import { exchange } from '../http/http-exchange.ts'
import { numberInForm } from './number-form.ts'
import { isSignedByTwilio } from './receipt-readers.ts'
import { judgeTwilio, mayCallBack, type TwilioAccount } from './twilio-gateway.ts'

const timeoutMs = 10_000
/** Seconds that it rings: most answering machines take over later. */
const ringing = 25
/** Seconds that a call lasts at most. */
const longest = 120
const locales: Record<Language, string> = { ja: 'ja-JP', en: 'en-US' }

/**
 * Twilio's Calls API (`POST /2010-04-01/Accounts/{Sid}/Calls.json` with `Twiml`). The code is not in what is sent: the call asks for a
 * key, and only then Twilio asks at `answerUrl` what to say (`Gather`, whose `action` is requested when a digit was pressed, and
 * passed over otherwise). So an answering machine never gets it, nor do Twilio's logs of what was asked for.
 */
export function createTwilioVoice(account: TwilioAccount, clock: Clock): SmsGateway {
  const path = `/2010-04-01/Accounts/${encodeURIComponent(account.account)}/Calls.json`
  const url = new URL(path, account.endpoint)
  const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`
  return {
    async send({ to: number, expiresAt, receiptUrl, answerUrl, language = 'ja' }) {
      if (expiresAt <= clock.now()) return { outcome: 'rejected', reason: 'expired', tryAgain: false }
      const to = numberInForm(number, 'e164')
      if (to === null) return { outcome: 'rejected', reason: 'number_has_no_such_form', tryAgain: false }
      // Nobody could ask us for the code.
      if (!mayCallBack(answerUrl, url))
        return { outcome: 'rejected', reason: 'no_public_address', tryAgain: false }
      const form = new URLSearchParams({
        To: to,
        From: account.from,
        Twiml: twiml(ask(answerUrl, language).repeat(2)),
        Timeout: String(ringing),
        TimeLimit: String(longest),
        ...(receiptUrl === undefined ? {} : { StatusCallback: receiptUrl }),
      })
      const headers = {
        accept: 'application/json',
        authorization,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'user-agent': 'musubi',
      }
      return judgeTwilio(
        await exchange({ method: 'POST', url, headers, body: form.toString() }, timeoutMs),
        1,
      )
    },
  }
}

/** What Twilio is told when it asks, signed as its callbacks are. */
export function twilioCallScript(token: string): CallScript {
  return {
    read(call) {
      if (!isSignedByTwilio(token, call)) return 'forged'
      return call.parameters.get('Digits') === '1' ? 'pressed' : 'nothing'
    },
    say: (text, language) => ({
      type: 'text/xml; charset=utf-8',
      body: twiml(text === null ? '<Hangup/>' : say(text, language)),
    }),
  }
}

function ask(action: string, language: Language): string {
  const attributes = `input="dtmf" numDigits="1" timeout="6" method="POST" action="${escaped(action)}"`
  return `<Gather ${attributes}>${say(callGreeting(language), language)}</Gather>`
}

function say(text: string, language: Language): string {
  return `<Say language="${locales[language]}">${escaped(text)}</Say>`
}

function twiml(verbs: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
