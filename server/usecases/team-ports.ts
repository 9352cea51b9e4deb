import type { MailAccountNotice, MailPasswordLink } from '#domain/account-notice.ts'
import type { Cabinet } from '#domain/cabinet.ts'
import type { Department } from '#domain/department.ts'
import type { MailApproval } from '#domain/job-request.ts'
import type { Member, TeamMember } from '#domain/member.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import type { MailRetention } from '#domain/retention.ts'
import type { MailSmsLimit } from '#domain/sms-limit.ts'
import type { TeamEventKind } from '#domain/team-event-kind.ts'
import type { MailWebhookTrouble } from '#domain/webhook.ts'
import type { ReturnSecretReads, ReturnSecretStores } from './return-ports.ts'
import type { SignInReads, SignInStores } from './sign-in-ports.ts'
import type { TeamListReads } from './team-list-ports.ts'

/** A department with those who belong to it. */
export type DepartmentView = Department & { memberIds: string[] }

/** One mail to one member of a team about its office. */
export type AdministratorMail = MailWebhookTrouble | MailSmsLimit | MailApproval | MailRetention

/** One mail to one member, about their own account. */
type AccountMail = MailAccountNotice | MailPasswordLink

/** A cabinet with the departments that may open it. */
export type CabinetView = Cabinet & { departmentIds: string[] }

/** A link by which a member chooses a password. */
export type Invitation = {
  member: Pick<Member, 'id' | 'teamId' | 'name' | 'email' | 'disabled'>
  teamName: string
  expiresAt: Date
}

/**
 * Members, departments and cabinets inside a transaction. Every verb that changes them holds the team's row first
 * (`teams.lock`), so that what it read of the team still holds when it writes.
 */
export interface TeamStores extends SignInStores, ReturnSecretStores {
  members: {
    ofTeam(teamId: string): Promise<TeamMember[]>
    /** False when the address belongs to a member already, of whichever team. */
    insert(member: Member): Promise<boolean>
    /** Name, organisation, authorities, and since when disabled; the address stays. */
    save(member: Member, now: Date): Promise<void>
    /** Kinds of mails that this member does without. */
    mailsOff(id: string): Promise<string[]>
    setMailsOff(id: string, kinds: string[]): Promise<void>
    /** The language of mails to this member; null where they chose none. */
    letterLanguage(id: string): Promise<RecipientLanguage | null>
    setLetterLanguage(id: string, language: RecipientLanguage | null): Promise<void>
    /** Which columns this member wants in a list. */
    setListColumns(id: string, list: string, columns: string[]): Promise<void>
    /** The job of one mail to a member. */
    queueMail(job: AdministratorMail | AccountMail): Promise<void>
  }
  invitations: {
    /** Takes the place of the member's older link. */
    save(memberId: string, tokenHash: string, expiresAt: Date): Promise<void>
    /** Holds the link of this hash until commit. */
    lock(tokenHash: string): Promise<Invitation | null>
    remove(memberId: string): Promise<void>
  }
  accounts: {
    /** Gives an address a password, or replaces the one that it has and ends its console sessions. */
    give(email: string, name: string, passwordHash: string): Promise<void>
    endSessions(email: string): Promise<void>
  }
  departments: {
    ofTeam(teamId: string): Promise<DepartmentView[]>
    insert(department: Department): Promise<void>
    rename(department: Department): Promise<void>
    setMembers(id: string, memberIds: string[]): Promise<void>
    remove(id: string): Promise<void>
  }
  cabinets: {
    ofTeam(teamId: string): Promise<CabinetView[]>
    insert(cabinet: Cabinet): Promise<void>
    save(cabinet: Cabinet): Promise<void>
    setDepartments(id: string, departmentIds: string[]): Promise<void>
  }
  logos: {
    /** Kept to be looked at, and for good once the team has it. Of those that it has not, only the newest stay. */
    keep(teamId: string, logo: LogoFile, now: Date): Promise<void>
    has(teamId: string, name: string): Promise<boolean>
  }
}

/** A logo as it is served. `name`: the hash of its bytes and its kind. */
export type LogoFile = { name: string; bytes: Uint8Array }

/**
 * A recorded event of a team. `canonical` is the exact text that was hashed, `detail` what it says besides who and
 * when.
 */
export type TeamEventRow = {
  sequence: number
  type: string
  at: Date
  actor: string
  address: string | null
  detail: Record<string, unknown>
  canonical: string
  hash: string
}

/** Which events: from `from` on, before `before`, older than the row `after`; null where nothing is asked. */
export type TeamEventQuery = {
  kind: TeamEventKind | null
  from: Date | null
  before: Date | null
  after: { at: Date; sequence: number } | null
  limit: number
}

export interface TeamEventReads {
  /** Newest first. `more`: there are older ones that fit. */
  teamEvents(teamId: string, query: TeamEventQuery): Promise<{ rows: TeamEventRow[]; more: boolean }>
  /** In the order of the chain, those behind this number. */
  teamEventsFollowing(teamId: string, sequence: number, limit: number): Promise<TeamEventRow[]>
}

/** Reads of members, departments and cabinets; each scoped by team or member. */
export interface TeamReads extends TeamEventReads, TeamListReads, SignInReads, ReturnSecretReads {
  /** By name. */
  membersOf(teamId: string): Promise<TeamMember[]>
  /** Kinds of mails that this member does without. */
  mailsOff(memberId: string): Promise<string[]>
  /** The language of mails to this member; null where they chose none. */
  letterLanguage(memberId: string): Promise<RecipientLanguage | null>
  /** By name. */
  departmentsOf(teamId: string): Promise<DepartmentView[]>
  /** The all-documents cabinet first, then by name. */
  cabinetsOf(teamId: string): Promise<CabinetView[]>
  /**
   * The cabinets that this member may open: those open to one of their departments. The all-documents cabinet first,
   * then by name. Empty where the team has no departments.
   */
  cabinetsFor(memberId: string): Promise<Cabinet[]>
  /** The bytes of a logo; whoever knows its name may see it. */
  logo(name: string): Promise<Uint8Array | null>
  /** The link of this hash, also when its time is over; null when there is none. */
  invitation(tokenHash: string): Promise<Invitation | null>
}
