import type { Right } from '#domain/access.ts'
import type { Attribute, CalendarDay } from '#domain/attribute.ts'
import type { Document } from '#domain/document.ts'
import type { LoggedMail } from '#domain/mail-log.ts'
import type { TeamMember } from '#domain/member.ts'
import type { ParkedJob } from '#domain/parked-job.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import type { DocumentAlertProps } from './DocumentAlert.tsx'
import type { AuditedEvent } from './DocumentTimeline.tsx'
import type { SmsSeen } from './SmsList.tsx'

/** What the page of a document shows; its parts take it whole. */
export type DocumentPageProps = {
  chrome: ConsoleChrome
  document: Document
  /** Whose office it is sees all, and does little. */
  right: Extract<Right, 'own' | 'supervised'>
  messages: SmsSeen[]
  mails: LoggedMail[]
  /** What of it has used up its tries. */
  parked: ParkedJob[]
  /** Members who were asked by mail to approve it. */
  approvers: Pick<TeamMember, 'id' | 'name' | 'organization'>[]
  /** Wrong codes so far by participant. */
  wrongGuesses: ReadonlyMap<string, number>
  events: AuditedEvent[]
  auditHead: string
  alert: DocumentAlertProps['alert']
  /** Where it lies, in a team with departments; null elsewhere. */
  cabinet: { name: string | null } | null
  /** What is recorded for its management; null: nothing yet. */
  information: Attribute | null
  /** How long it is kept; null where the team keeps everything and nobody holds it. `until` null: nobody can say yet. */
  kept: { until: CalendarDay | null; held: boolean } | null
  /** The team's plan of reminders, which drafts follow that say none of their own. */
  teamReminders: ReminderPlan | null
  /** Whether its evidence record can be had, and else after when; null where there will be none. */
  record: { made: boolean; after: Date } | null
  /** Of which the form that duplicates makes the draft's id, so that sent twice it makes one. */
  press: string
  /** Key of the success to report; null when none. */
  done: string | null
  /** An entry that was refused: kept, with what to do. */
  telError: { participantId: string; typed: string; sentence: string } | null
}
