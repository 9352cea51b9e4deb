import type { Participant } from '#domain/participant.ts'
import { refusal } from '#domain/refusal.ts'
import { isUsedAgain, type SigningSession, sessionIsAlive } from '#domain/signing-session.ts'
import { type UrlStatus, urlStatusOf } from '#domain/url-status.ts'
import { clockOf } from '../document-ports.ts'
import type { Ports, SigningVisit } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'>

export type Visitor = SigningVisit & {
  participant: Participant
  urlStatus: UrlStatus
  /** Alive, or null. `matched`: the number was right. `authenticated`: so was the code. */
  session: SigningSession | null
  /** Why the session that the cookie named is over: nobody was active, or it went on in another screen. */
  sessionEnded: 'idle' | 'replaced' | null
}

/** Who stands before a signing page. Writes nothing but the session's last use. */
export async function visitSigningPage(
  { database, clock, secrets }: Needs,
  { token, sessionToken }: { token: string; sessionToken: string | null },
): Promise<Visitor> {
  const visit = await database.read.visit(
    secrets.keyedHash('signing-url', token),
    sessionToken === null ? null : secrets.keyedHash('session', sessionToken),
  )
  const participant = visit?.document.participants.find((each) => each.id === visit.url.participantId)
  if (visit === null || participant === undefined) throw new Refused(refusal('url_unknown'))
  const now = clockOf(clock, visit.document).now()
  const alive = visit.session !== null && sessionIsAlive(visit.session, now)
  const opened = alive && visit.session?.state === 'authenticated'
  if (alive && visit.session !== null && isUsedAgain(visit.session, now)) {
    await database.read.touchSession(visit.session.id, now)
  }
  return {
    ...visit,
    participant,
    urlStatus: urlStatusOf(visit.url, visit.document, participant, visit.team.copyDays, now, opened),
    session: alive ? visit.session : null,
    sessionEnded:
      visit.session === null || alive ? null : visit.session.endedAt === null ? 'idle' : 'replaced',
  }
}
