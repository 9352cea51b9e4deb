import type { AccessToken } from '#domain/client.ts'
import type { WebApiAccess } from '#domain/team.ts'
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

/** Somebody who was not let in: the event but for its time and count, and from where. */
export type RefusedTry = {
  origin: {
    actor: { kind: 'client'; clientId: string } | { kind: 'stranger' }
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
