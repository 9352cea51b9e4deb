/** The states in which a recipient gets a page of its own instead of the next step. */
export type MessageState =
  | 'url_unknown'
  | 'expired'
  | 'newer_mail'
  | 'transferred'
  | 'no_transfer'
  | 'too_many_transfers'
  | 'tel_corrected'
  | 'tel_settled'
  | 'too_many_requests'
  | 'locked'
  | 'paused'
  | 'cancelled'
  | 'declined'
  | 'already_done'
  | 'sealing_failed'
  | 'not_your_turn'
  | 'cookie_lost'
  | 'cookie_lost_frame'
  | 'cookie_lost_app'
  | 'session_ended'
  | 'session_replaced'
  | 'too_many_sms'
  | 'team_limit'
  | 'unavailable'
  | 'please_wait'
  | 'opened_already'
  | 'form_stale'

/** What happened; why; what to do; and the words on the way on, where there is one. */
type MessageText = { heading: string; what: string; todo: string; action: string }

export type MessageWords = Record<MessageState, MessageText> & {
  retryAt: (time: string) => string
  copies: string
}
