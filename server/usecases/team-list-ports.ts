import type { Client } from '#domain/client.ts'
import type { Authorities, TeamMember } from '#domain/member.ts'

/** What narrows the list of members; null and empty: nothing. */
export type MemberFilter = {
  /** Part of a name, a company or an address. */
  search: string
  role: keyof Authorities | null
  state: 'active' | 'invited' | 'disabled' | null
}

/** What narrows the list of clients. */
export type ClientFilter = {
  /** Part of a label, or the end of an id. */
  search: string
  state: 'active' | 'revoked' | null
  test: boolean | null
}

/** A page: behind the one with this id, or from the beginning. */
export type TeamListPlace = { after: string | null; limit: number }

/** Lists of what a team has many of, a page at a time; each scoped by team. */
export interface TeamListReads {
  /** By name. `next`: behind which the next page begins; null on the last. */
  listedMembers(
    teamId: string,
    filter: MemberFilter,
    place: TeamListPlace,
  ): Promise<{ rows: TeamMember[]; next: string | null }>
  /** The newest first. */
  listedClients(
    teamId: string,
    filter: ClientFilter,
    place: TeamListPlace,
  ): Promise<{ rows: Client[]; next: string | null }>
  /** One of the team's; null: it has none of this id. */
  clientOf(teamId: string, id: string): Promise<Client | null>
}
