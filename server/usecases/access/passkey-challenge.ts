import type { Ports } from '../ports.ts'

type Needs = Pick<Ports, 'clock' | 'random' | 'secrets'>

/** What a challenge was made for: an answer to one opens no other door. */
export type ChallengeFor = 'register' | 'sign-in' | 'proof'

/** Milliseconds. */
const life = 10 * 60_000

/**
 * A challenge and the ticket that brings it back with the answer. It is kept nowhere: the ticket is signed, ends, and is
 * bound to the browser (`bearer`); only one that was answered leaves a row, so that it is answered once.
 */
export function newChallenge(
  needs: Needs,
  what: ChallengeFor,
  bearer: string,
): { challenge: string; ticket: string } {
  const challenge = needs.random.token(32)
  const until = needs.clock.now().getTime() + life
  return { challenge, ticket: `${challenge}.${until}.${mark(needs, what, bearer, challenge, until)}` }
}

/** The challenge of a ticket that was made here for this browser and is not over. */
export function challengeIn(
  needs: Needs,
  what: ChallengeFor,
  bearer: string,
  ticket: string,
): { challenge: string; hash: string; endsAt: Date } | null {
  const [, challenge, ended, sent] = /^([\w-]{43})\.([0-9]{13})\.([\w-]{43})$/.exec(ticket) ?? []
  if (challenge === undefined || ended === undefined || sent === undefined) return null
  const until = Number(ended)
  if (until <= needs.clock.now().getTime()) return null
  if (!needs.secrets.equal(sent, mark(needs, what, bearer, challenge, until))) return null
  return { challenge, hash: needs.secrets.keyedHash('challenge', challenge), endsAt: new Date(until) }
}

function mark({ secrets }: Needs, what: ChallengeFor, bearer: string, challenge: string, until: number) {
  return secrets.keyedHash('challenge', what, bearer, challenge, String(until))
}
