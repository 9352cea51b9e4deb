/** Of the SMS of a day so much is used when the team is told. */
export const nearShare = 0.8

/** One mail to one team administrator about the limit of a day. `occasion`: when it was met. */
export type MailSmsLimit = {
  job: 'mail-sms-limit'
  memberId: string
  news: 'sms.limit_near' | 'sms.limit_reached'
  limit: number
  occasion: string
}

/** What a team is told by one more SMS, the `count`-th of the day; null: nothing. Each once a day. */
export function limitNews(count: number, limit: number): MailSmsLimit['news'] | null {
  if (count === limit) return 'sms.limit_reached'
  return count === Math.ceil(limit * nearShare) ? 'sms.limit_near' : null
}

/**
 * The SMS of a team on one day. `day`: `YYYY-MM-DD`. `entered`: whose code opened a document; `failed`: that certainly did not
 * arrive; `segments`: of those that a gateway took.
 */
export type SmsDay = { day: string; asked: number; entered: number; failed: number; segments: number }
