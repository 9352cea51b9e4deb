import { isAboutBulkSending, isAboutDocument, type Operation } from '#contract/web-api/operation.ts'
import { operations } from '#contract/web-api/operations.ts'
import { bulkRows } from './bulk-rows.ts'
import { documentRows } from './document-rows.ts'
import { fileRows } from './file-rows.ts'
import { attributeRows, reporteeAndAttachmentRows, teamRows } from './more-rows.ts'
import { participantRows } from './participant-rows.ts'
import type { Row, Rows } from './row.ts'
import { tokenRows } from './token-rows.ts'

/** What the tables know of each operation of the registry. A new call of the Web API gets its row here. */
export const rows: Rows = {
  ...tokenRows,
  ...documentRows,
  ...fileRows,
  ...participantRows,
  ...reporteeAndAttachmentRows,
  ...attributeRows,
  ...teamRows,
  ...bulkRows,
}

export type Listed = { operation: Operation; row: Row }

/** Every operation that has a row, with it, but for those that only test clients may call (`test-clock.test.ts`). That none is without is a test of its own (`registry.test.ts`). */
export const listed: Listed[] = operations.flatMap((operation) => {
  const row = rows[operation.name]
  return row === undefined || row.right === 'test client' ? [] : [{ operation, row }]
})

/** Those that need a token, hence everything but `/token`. */
export const withToken = listed.filter(({ operation }) => operation.path !== '/token')

export const aboutDocuments = listed.filter(({ operation }) => isAboutDocument(operation))

export const aboutBulkSendings = listed.filter(({ operation }) => isAboutBulkSending(operation))
