import type { Operation } from '#contract/web-api/operation.ts'
import type { BulkState } from '#domain/bulk-send.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, type Caller } from '../caller.ts'
import { aClientOf, sql } from '../other-clients.ts'
import { aBulkSubject, aTemplateForRows } from './bulk-subjects.ts'
import type { Row, Values } from './row.ts'
import { type Encoded, encoded } from './spellings.ts'
import { aSubject, pathOf, type State, type Subject } from './subjects.ts'

/** A server with the evaluation team, all of whose options are on, and documents in every state. */
export type Scene = {
  server: TestServer
  caller: Caller
  /** Who makes good calls of this operation. */
  callerFor(row: Row): Caller
  /** One document of this state that no call of the tables changes for the next one. */
  standing(state: State): Promise<Subject>
  /** The same of a bulk sending. */
  standingBulk(state: BulkState): Promise<Subject>
  /** What a good call of the operation is made on. */
  subjectFor(row: Row): Promise<Subject>
  close(): Promise<void>
}

export async function openScene(): Promise<Scene> {
  const server = await startTestServer()
  await sql(
    server,
    'update teams set private_documents = true, recipient_uploads = true, imports_enabled = true',
  )
  const caller = await aCaller(server.url, server.clientId)
  const standing = new Map<string, Promise<Subject>>()
  const keep = (key: string, make: () => Promise<Subject>) => {
    const known = standing.get(key) ?? make()
    standing.set(key, known)
    return known
  }
  const nobody: Subject = {
    caller,
    state: 'draft',
    ids: { client_id: server.clientId },
    sender: '',
    tel: '',
  }
  const member = { email: 'divided@example.com', teamId: 'divided' }
  const clientInDepartments = await aClientOf(server, member)
  await sql(server, `update teams set departments_enabled = true where id = 'divided'`)
  const inDepartments = { ...nobody, caller: await aCaller(server.url, clientInDepartments) }
  const template = () => keep('template for rows', () => aTemplateForRows(server, caller))
  const bulk = async (state: BulkState) => aBulkSubject(server, await template(), state)
  const standingBulks: string[] = []
  const standingBulk = (state: BulkState) =>
    keep(`bulk ${state}`, async () => {
      const subject = await bulk(state)
      standingBulks.push(subject.ids.bulk_send_id ?? '')
      return subject
    })
  // A member has at most 20 lists that have not ended, and the tables make a hundred: what one call began,
  // the next one does not wait for.
  const endUsedBulks = () =>
    sql(
      server,
      `update bulk_sends set state = 'stopped'
        where state in ('checked', 'running', 'paused') and id <> all ($1::text[])`,
      [standingBulks],
    )
  const prepared = async (row: Row, state: State) => {
    const { recipient, without } = row
    const subject = await aSubject(server, caller, state, {
      ...(recipient === undefined ? {} : { recipient }),
      ...(without === undefined ? {} : { without }),
    })
    if (row.byHand !== undefined) await sql(server, row.byHand, [subject.ids.document_id])
    await row.prepare?.(subject)
    return subject
  }
  return {
    server,
    caller,
    standing: (state) => keep(state, () => aSubject(server, caller, state)),
    standingBulk,
    callerFor: (row) => (row.departments === true ? inDepartments.caller : caller),
    async subjectFor(row) {
      const { state } = row
      if (row.template === true || row.bulk !== undefined) await endUsedBulks()
      if (row.template === true) return template()
      if (row.bulk !== undefined) return row.uses === true ? bulk(row.bulk) : standingBulk(row.bulk)
      if (state === undefined) return row.departments === true ? inDepartments : nobody
      if (row.uses === true || row.byHand !== undefined || row.prepare !== undefined)
        return prepared(row, state)
      return keep(`${state} ${JSON.stringify(row.recipient ?? {})} good`, () => prepared(row, state))
    },
    close: () => server.close(),
  }
}

let marks = 0

/** Another word for each call. */
function freshMark(): string {
  marks += 1
  return `m${marks}`
}

export type Good = { subject: Subject; mark: string; path: string; values: Values }

/** All that a good call of the operation is made of. */
export async function goodCall(scene: Scene, operation: Operation, row: Row): Promise<Good> {
  const subject = await scene.subjectFor(row)
  const mark = freshMark()
  const values: Values = { ...row.values?.(subject, mark) }
  if (operation.request === 'upload') values.uploadfile = await contractPdf()
  return { subject, mark, path: pathOf(operation.path, subject.ids), values }
}

/** Makes a call with these values in the operation's usual encoding. */
export async function send(
  caller: Caller,
  operation: Operation,
  path: string,
  values: Values,
  more: Encoded = {},
): Promise<Answer> {
  const { query = '', sending = {} } = encoded(operation, values)
  return caller.call(operation.method, `${path}${query}`, {
    ...sending,
    ...more.sending,
    headers: { ...sending.headers, ...more.sending?.headers },
  })
}
