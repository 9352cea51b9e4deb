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
 * What a team is told when its limit is lowered to or below what this day has used already: no further SMS would tell of it, for
 * none is sent. Null where it was told of the same by the limit of before.
 */
export function limitChangeNews(count: number, from: number, to: number): MailSmsLimit['news'] | null {
  if (to >= from) return null
  if (count >= to) return count < from ? 'sms.limit_reached' : null
  const near = (limit: number) => count >= Math.ceil(limit * nearShare)
  return near(to) && !near(from) ? 'sms.limit_near' : null
}

/**
 * The SMS of a team on one day. `day`: `YYYY-MM-DD`. `entered`: whose code opened a document; `failed`: that certainly did not
 * arrive; `segments`: of those that a gateway took.
 */
export type SmsDay = { day: string; asked: number; entered: number; failed: number; segments: number }
