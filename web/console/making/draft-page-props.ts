import type { Document } from '#domain/document.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import type { RefusedFile } from './FileChooser.tsx'
import type { Entry, PersonEntry, ReporteeEntry } from './person-entry.ts'

/** What is said about a document, as it stands in the form. */
export type DraftTexts = {
  title: string
  message: string
  note: string
  canTransfer: boolean
  private: boolean
}

/** A form that was not taken: what was typed, and what is wrong by field. */
type RefusedTexts = {
  typed: DraftTexts
  problems: Record<string, string>
  /** Another page saved something else meanwhile. */
  changed: boolean
}

/** What the page of a draft shows; its parts take it whole. */
export type DraftPageProps = {
  chrome: ConsoleChrome
  document: Document
  /** The team has private documents. */
  privateDocuments: boolean
  /** The team asks its recipients for files. */
  uploads: boolean
  /** The team's plan of reminders. */
  teamReminders: ReminderPlan | null
  /** Of which the forms that add somebody make an id, so that each sent twice adds one. */
  press: string
  maxBytes: number
  /** Key of the success to report; null when none. */
  done: string | null
  refusedFiles: RefusedFile[]
  fileError: string | null
  refusedTexts: RefusedTexts | null
  /** Where it lies, in a team with departments; null elsewhere. */
  cabinet: { name: string | null } | null
  /** Which button moved a recipient just now, and keeps the focus; empty when none. */
  moved: string
  /** The team has address books to choose a recipient from. */
  addressBook: boolean
  /** A recipient, or a reportee, who was not taken. */
  person: Entry<PersonEntry> | null
  reportee: Entry<ReporteeEntry> | null
}
