import type { JobRequest } from '#domain/job-request.ts'
import { webhookPlaces } from '#domain/webhook-places.ts'

/** Jobs of different lanes never wait for each other: a time-stamping authority that hangs holds up no code. */
export type Lane = 'codes' | 'seals' | 'mail' | 'webhooks'

type Rules = {
  jobs: JobRequest['job'][]
  /** A job that takes longer is given up and tried again; what it still does is harmless, as every job may run twice. */
  longestMilliseconds: number
}

const minute = 60_000

export const lanes: Record<Lane, Rules> = {
  codes: { jobs: ['send-sms'], longestMilliseconds: 3 * minute },
  seals: { jobs: ['sign-act', 'conclude-document'], longestMilliseconds: 15 * minute },
  mail: {
    jobs: [
      'deliver-mail',
      'send-link-sms',
      'send-mail',
      'mail-webhook-trouble',
      'mail-sms-limit',
      'mail-account-notice',
      'mail-password-link',
      'mail-approval',
      'mail-retention',
    ],
    longestMilliseconds: 10 * minute,
  },
  webhooks: { jobs: ['deliver-webhook'], longestMilliseconds: minute },
}

export const laneNames = Object.keys(lanes) as Lane[]

export function laneOf(job: string): Lane | undefined {
  return laneNames.find((lane) => (lanes[lane].jobs as string[]).includes(job))
}

/**
 * How many jobs of each lane run at a time. A job holds a connection only during its short transactions, so the sum may
 * be more than there are connections.
 */
export function placesOf(jobConcurrency: number): Record<Lane, number> {
  return { codes: 4, seals: jobConcurrency, mail: 4, webhooks: webhookPlaces.all }
}

/** For each lane the longest of these waits, in seconds; 0 where no job of it waits. */
export function secondsPerLane(waiting: { job: string; seconds: number }[]): Record<Lane, number> {
  const longest: Record<Lane, number> = { codes: 0, seals: 0, mail: 0, webhooks: 0 }
  for (const { job, seconds } of waiting) {
    const lane = laneOf(job)
    if (lane !== undefined) longest[lane] = Math.max(longest[lane], seconds)
  }
  return longest
}
