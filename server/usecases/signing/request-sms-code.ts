import { callText } from '#domain/code-call.ts'
import type { Language } from '#domain/language.ts'
import { endingOf } from '#domain/phone-number.ts'
import { refusal } from '#domain/refusal.ts'
import { codeRules, requestCode, type SendHistory } from '#domain/sms-code.ts'
import { limitNews } from '#domain/sms-limit.ts'
import { codeText } from '#domain/sms-message.ts'
import { visitorOf } from '#domain/stranger-limit.ts'
import type { Team } from '#domain/team.ts'
import { testCodeFor } from '#domain/test-number.ts'
import { tellOfSmsLimit } from '../notifying/tell-of-sms-limit.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { type Counter, refuseSpent } from '../spent-limits.ts'
import { refuseEnded } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'limits'>

const noHistory: SendHistory = { toNumber: [], byTeamToday: 0 }

export type CodeRequest = {
  participantId: string
  documentId: string
  urlId: string
  sessionId: string
  /** The registered number: an SMS goes only ever there. */
  tel: string
  /** Of a test document: no gateway gets it, and what limits cost does not limit it. */
  test: boolean
  organization: string
  team: Pick<Team, 'id' | 'smsPerDay'>
  /** Host of the signing pages for WebOTP, or null where it cannot help. */
  host: string | null
  topHost: string | null
  /** After conclusion: the way to the copies, on which a URL that was ended is as good as any. */
  copying: boolean
  /** Read aloud in a call, in this language, for whom an SMS did not reach; null for an SMS. */
  voice: Language | null
}

/**
 * Makes a code and the job that sends it. The text lies encrypted until it is handed over or the code's life ends. At an address
 * only codes that were sent count, so that nobody uses up its share by presses that are refused.
 */
export async function requestSmsCode(
  { database, clock, random, secrets, limits }: Needs,
  origin: Origin,
  request: CodeRequest,
): Promise<void> {
  const chance = random.digits(codeRules.digits)
  const digits = request.test ? testCodeFor(request.tel, chance) : chance
  const codeId = random.id()
  const smsId = random.id()
  const telHash = secrets.keyedHash('tel', request.tel)
  const counters = request.test ? [] : atAddress(request.team.id, origin.address)
  await refuseSpent(limits, 'wait', counters, (minutes) => refusal('code_send_limit', 'code', { minutes }))
  const decision = await database.transaction(origin, async (tx) => {
    tx.documents.queueHold(request.documentId)
    const [url, counter, history] = await Promise.all([
      tx.signingUrls.lock(request.urlId),
      tx.smsCodes.lock(request.participantId),
      request.test ? noHistory : tx.smsCodes.lockHistory(telHash, request.team.id, clock.now()),
    ])
    refuseEnded(url, request.copying)
    const now = clock.now()
    const expiresAt = new Date(now.getTime() + codeRules.lifeMilliseconds)
    const code = {
      id: codeId,
      sessionId: request.sessionId,
      urlId: request.urlId,
      smsId,
      hash: codeHash(secrets, { ...request, digits }),
      createdAt: now,
      expiresAt,
      wrongGuesses: 0,
      usedAt: null,
    }
    const sms = { id: smsId, telEnding: endingOf(request.tel), byVoice: request.voice !== null }
    const decision = requestCode(
      counter,
      code,
      history,
      { teamPerDay: request.test ? Number.POSITIVE_INFINITY : request.team.smsPerDay },
      sms,
      now,
    )
    if (decision.refusal !== undefined) return decision
    tx.smsCodes.queueSave(decision.next)
    tx.smsMessages.queueInsert({
      id: smsId,
      teamId: request.team.id,
      documentId: request.documentId,
      participantId: request.participantId,
      tel: request.tel,
      telHash,
      text: textOf(request, digits),
      voice: request.voice,
      createdAt: now,
      expiresAt,
      test: request.test,
    })
    tx.record(decision.events)
    if (request.test) return decision
    const [count, limit] = [history.byTeamToday + 1, request.team.smsPerDay]
    const news = limitNews(count, limit)
    if (news !== null) await tellOfSmsLimit(tx, request.team.id, { news, count, limit, now })
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  for (const [limit, who] of counters) await limits.spend(limit, ...who)
}

function atAddress(teamId: string, address: string | null): Counter[] {
  return address === null ? [] : [['code_address', [teamId, visitorOf(address)]]]
}

function textOf(request: CodeRequest, code: string): string {
  const { organization, voice, host, topHost } = request
  if (voice !== null) return callText({ organization, code, language: voice })
  const lifeMinutes = codeRules.lifeMilliseconds / 60_000
  return codeText({ organization, code, lifeMinutes, host, topHost })
}

/** Bound to participant, URL and the session that asked: the same digits are worth nothing elsewhere. */
export function codeHash(
  secrets: Pick<Ports['secrets'], 'keyedHash'>,
  {
    participantId,
    urlId,
    sessionId,
    digits,
  }: Record<'participantId' | 'urlId' | 'sessionId' | 'digits', string>,
): string {
  return secrets.keyedHash('sms-code', participantId, urlId, sessionId, digits)
}
