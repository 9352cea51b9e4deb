import * as alerts from './alerts.ts'
import * as attachments from './attachments.ts'
import * as attributes from './attributes.ts'
import * as bulkSends from './bulk-sends.ts'
import * as cabinets from './cabinets.ts'
import * as documents from './documents.ts'
import * as events from './events.ts'
import * as files from './files.ts'
import * as importedDocuments from './imported-documents.ts'
import * as me from './me.ts'
import type { Operation } from './operation.ts'
import * as participants from './participants.ts'
import * as reportees from './reportees.ts'
import * as teamDocuments from './team-documents.ts'
import * as telRequests from './tel-requests.ts'
import * as testClock from './test-clock.ts'
import * as tokens from './tokens.ts'
import * as widgets from './widgets.ts'

/** Every call of the Web API: what the reference describes and what the tests walk through, one table. */
export const operations: Operation[] = [
  tokens,
  documents,
  files,
  participants,
  telRequests,
  widgets,
  attachments,
  cabinets,
  bulkSends,
  reportees,
  attributes,
  alerts,
  importedDocuments,
  me,
  teamDocuments,
  events,
  testClock,
].flatMap((page) => Object.values(page).filter(isOperation))

function isOperation(exported: unknown): exported is Operation {
  return typeof exported === 'object' && exported !== null && 'method' in exported && 'path' in exported
}
