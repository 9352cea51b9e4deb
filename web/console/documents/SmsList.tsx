import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { SmsState } from '#domain/sms-message.ts'
import { StatusDot, type StatusTone } from '#web/ui/StatusDot.tsx'
import { stamp } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { smsReason } from './sms-reasons.ts'

/** An SMS as the sender may know it: never its text. */
export type SmsSeen = {
  id: string
  participantId: string
  state: SmsState
  /** Why it stands there; empty where there is nothing to say. */
  reason: string
  requestedAt: Date
  segments: number | null
  byVoice: boolean
}

/** How each state looks. */
export const smsTones: Record<SmsState, StatusTone> = {
  queued: 'active',
  submitting: 'active',
  submitted: 'success',
  delivered: 'success',
  undelivered: 'warning',
  expired: 'quiet',
  rejected: 'warning',
  unknown: 'warning',
}

/** What became of each SMS to one recipient. */
export function SmsList({ messages, lang }: { messages: SmsSeen[]; lang: Language }): JSX.Element {
  const words = wordsIn(lang).document
  return (
    <ul class="sms">
      {messages.map((each) => (
        <li key={each.id}>
          <time dateTime={each.requestedAt.toISOString()}>{stamp(each.requestedAt, lang)}</time>
          <StatusDot tone={smsTones[each.state]}>{words.smsState[each.state]}</StatusDot>
          {each.reason === '' ? null : <span class="row-note">{smsReason(lang, each.reason)}</span>}
          {each.byVoice ? <span class="row-note">{lang === 'ja' ? '電話' : 'Call'}</span> : null}
          {each.segments === null || each.byVoice ? null : (
            <span class="row-note">{words.segments(each.segments)}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
