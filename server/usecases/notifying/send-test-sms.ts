import { linkSmsObjection } from '#domain/link-sms.ts'
import { noDocument } from '#domain/logged-sms.ts'
import type { Member } from '#domain/member.ts'
import type { PhoneNumber } from '#domain/phone-number.ts'
import { limitNews } from '#domain/sms-limit.ts'
import { testSmsLifeMilliseconds, testSmsText } from '#domain/test-sms.ts'
import type { Origin, Ports } from '../ports.ts'
import { tellOfSmsLimit } from './tell-of-sms-limit.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets' | 'limits'>

/** Why none is sent: too many for now, to this number or of this team; or the team's limit of the day. */
export type TestSmsObjection = { because: 'wait'; minutes: number } | { because: 'day' }

/**
 * Sends an administrator's test SMS by the way of every other: it counts to the number and to the team's day as they do, and
 * stands in the log. `press`: pressed twice, it is one SMS.
 */
export async function sendTestSms(
  { database, clock, secrets, limits }: Needs,
  origin: Origin,
  { member, tel, press }: { member: Member; tel: PhoneNumber; press: string },
): Promise<TestSmsObjection | null> {
  const { teamId } = member
  const minutes = await limits.spend('test_message', teamId)
  if (minutes !== null) return { because: 'wait', minutes }
  const telHash = secrets.keyedHash('tel', tel)
  return database.transaction(origin, async (tx) => {
    if ((await tx.smsMessages.lock(press)) !== null) return null
    const { smsPerDay } = await tx.teams.get(teamId)
    const history = await tx.smsCodes.lockHistory(telHash, teamId, clock.now())
    const now = clock.now()
    const objection = linkSmsObjection(history, smsPerDay, now)
    if (objection !== null) {
      const wait = Number(objection.detail?.minutes ?? 0)
      return wait > 0 ? { because: 'wait', minutes: wait } : { because: 'day' }
    }
    tx.smsMessages.queueInsert({
      ...{ id: press, teamId, documentId: noDocument, participantId: '', tel, telHash },
      text: testSmsText(member.organization),
      createdAt: now,
      expiresAt: new Date(now.getTime() + testSmsLifeMilliseconds),
      test: false,
    })
    await tx.smsMessages.schedule(press)
    const count = history.byTeamToday + 1
    const news = limitNews(count, smsPerDay)
    if (news !== null) await tellOfSmsLimit(tx, teamId, { news, count, limit: smsPerDay, now })
    return null
  })
}
