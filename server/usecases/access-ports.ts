import type { AccessToken } from '#domain/client.ts'
import type { Member } from '#domain/member.ts'
import type { Team, WebApiAccess } from '#domain/team.ts'
import type { TeamEvent } from '#domain/team-event.ts'

/** The client that asks for a token, and what its team says of who may. */
export type TokenClient = {
  clientId: string
  teamId: string
  test: boolean
  disabled: boolean
  team: WebApiAccess
  token: AccessToken | null
}

/** What one call of the Web API needs to know before it may do anything, in one statement. */
export type ApiCaller = {
  member: Member
  team: Team
  clientId: string
  /** A test client's call sees and makes test documents, any other's those that are none. */
  test: boolean
  tokenExpiresAt: Date
  /** The end of the client's block, past or to come, if it ever made too many calls. */
  blockedUntil: Date | null
}

/** Somebody who was not let in: the event but for its time and count, and from where. */
export type RefusedTry = {
  origin: {
    actor:
      | { kind: 'client'; clientId: string }
      | { kind: 'stranger' }
      | { kind: 'member'; memberId: string; via: 'console' }
    address: string | null
    userAgent: string | null
  }
  event: WithoutCount<Extract<TeamEvent, { type: 'sign_in.refused' | 'call.refused' }>>
}

type WithoutCount<Event> = Event extends unknown ? Omit<Event, 'at' | 'count'> : never

/** Records who was not let in, at most once a minute for each kind, address and client, with how often. */
export interface RefusalRecorder {
  note(refused: RefusedTry): Promise<void>
  /** Records what was counted and not recorded yet: of minutes that are over, or all of it. */
  flush(all?: boolean): Promise<void>
}

/** Networks of the internet protocol, as people write them and as addresses lie in them. */
export interface Networks {
  /** The one spelling that we keep of a network (CIDR) or an address; null when the text is neither. */
  asKept(text: string): string | null
  /** Does the address lie in one of them? What is no address lies in none. */
  contain(networks: string[], address: string | null): boolean
}
