import { type LoggedSms, noDocument } from '#domain/logged-sms.ts'
import type { MailState } from '#domain/mail-log.ts'
import { maskNumber } from '#domain/phone-number.ts'
import type { SmsState } from '#domain/sms-message.ts'
import type { LogPage, MessageLogReads, MessageQuery } from '#server/usecases/message-log-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { placeOfSms } from '../connection/encrypted-text.ts'
import { type Connection, listed } from '../connection/statements.ts'
import { type MailRow, mailColumns, mailIn } from '../deliveries/mail-log-store.ts'
import {
  contentOfAnswer,
  type DocumentCache,
  type Locked,
  lockedColumn,
  type VersionedRow,
  withLocks,
} from './document-cache.ts'
import type { ListStatement } from './document-lists.ts'

type DocumentColumns = {
  id: string | null
  version: string | null
  body: VersionedRow['body']
  locked: Locked
}
type SmsRow = DocumentColumns & {
  message_id: string
  about: string
  tel_sealed: string
  link: boolean
  voice: string | null
  state: SmsState
  reason: string
  gateway: string | null
  segments: number | null
  at: Date
}
type Log = { name: string; table: string; at: string; key: string[]; shown: string }

const smsLog: Log = {
  ...{ name: 'sms_log', table: 'sms_messages', at: 'created_at', key: ['id'] },
  shown: `m.id as message_id, m.document_id as about, m.tel_sealed, m.link, m.voice, m.state, m.reason, m.gateway, m.segments,
    m.created_at as at`,
}
const mailLog: Log = {
  ...{ name: 'mail_log', table: 'mail_log', at: 'at', key: ['document_id', 'reader_id', 'kind', 'occasion'] },
  shown: listed(mailColumns, 'm'),
}

/**
 * A page of a log: of each state as many as the page holds are read from the index, newest first; then the page is taken of
 * them, and only its documents are read. Of one document there are few.
 */
function pageOf(log: Log, teamId: string, query: MessageQuery<string>): ListStatement {
  const { states, from, before, documentId, after, limit } = query
  const values: unknown[] = []
  const given = (value: unknown) => `$${values.push(value)}`
  const order = [log.at, ...log.key]
  const conditions = [`m.team_id = ${given(teamId)}`, 'not m.test', 'm.state = k.state']
  if (documentId !== null) conditions.push(`m.document_id = ${given(documentId)}`)
  if (from !== null) conditions.push(`m.${log.at} >= ${given(from)}`)
  if (before !== null) conditions.push(`m.${log.at} < ${given(before)}`)
  const [instant, ...rest] = after === null ? [] : placeIn(after)
  if (instant !== undefined && rest.length === log.key.length) {
    const key = [
      `${given(new Date(Number(instant)))}::timestamptz`,
      ...rest.map((part) => `${given(part)}::text`),
    ]
    conditions.push(`(${order.map((column) => `m.${column}`).join(', ')}) < (${key.join(', ')})`)
  }
  const most = given(limit + 1)
  const sorting = (row: string) => order.map((column) => `${row}.${column} desc`).join(', ')
  const names = order.map((column) => `m.${column}`).join(', ')
  const known = [documentId && 'document', from && 'from', before && 'before', after && 'after']
  return {
    name: [log.name, ...known].filter(Boolean).join('_'),
    text: `with page as materialized (
        select ${order.map((column) => `found.${column}`).join(', ')}
        from unnest(${given(states)}::text[]) k (state) cross join lateral (
          select ${names} from ${log.table} m
          where ${conditions.join(' and ')} order by ${sorting('m')} limit ${most}) found
        order by ${sorting('found')} limit ${most})
      select ${log.shown}, d.id, d.version, d.snapshot as body, ${lockedColumn}
      from page join ${log.table} m on ${log.key.map((column) => `m.${column} = page.${column}`).join(' and ')}
      left join documents d on d.id = m.document_id order by ${sorting('page')}`,
    values,
  }
}

/** A page of all SMS of a team. */
export function smsLogPage(teamId: string, query: MessageQuery<SmsState>): ListStatement {
  return pageOf(smsLog, teamId, query)
}

/** A page of all mails about a team's documents. */
export function mailLogPage(teamId: string, query: MessageQuery<MailState>): ListStatement {
  return pageOf(mailLog, teamId, query)
}

/** A place in a log as an address says it: the instant and the key of its last row. */
function placeIn(text: string): string[] {
  const parts = text.split('~')
  return /^[0-9]{1,14}$/.test(parts[0] ?? '') ? parts : []
}

/** The logs of a team's messages, planned as lists are. */
export function messageLogReads(lists: Connection, secrets: Secrets, cache: DocumentCache): MessageLogReads {
  async function read<Row extends DocumentColumns, Message>(
    page: ListStatement,
    limit: number,
    messageOf: (row: Row) => Message,
    placeOf: (message: Message) => string[],
  ): Promise<LogPage<Message>> {
    const { rows } = await lists.query<Row>(page)
    const messages = rows
      .slice(0, limit)
      .map((row) => ({ message: messageOf(row), document: documentOf(row) }))
    const last = messages.at(-1)
    const next = rows.length > limit && last !== undefined ? placeOf(last.message).join('~') : null
    return { messages, next }
  }
  function documentOf({ id, version, body, locked }: DocumentColumns) {
    if (id === null || version === null) return null
    return withLocks(contentOfAnswer(cache, secrets, undefined, { id, version, body }).document, locked)
  }
  function smsOf(row: SmsRow): LoggedSms {
    const tel = secrets.decrypt(row.tel_sealed, placeOfSms(row.message_id, 'tel_sealed'))
    return {
      id: row.message_id,
      documentId: row.about === noDocument ? null : row.about,
      to: maskNumber(tel),
      occasion: row.about === noDocument ? 'test' : row.link ? 'link' : row.voice === null ? 'code' : 'call',
      state: row.state,
      reason: row.reason,
      gateway: row.gateway,
      segments: row.segments,
      at: row.at,
    }
  }
  return {
    smsLog: (teamId, query) =>
      read(smsLogPage(teamId, query), query.limit, smsOf, ({ at, id }) => [`${at.getTime()}`, id]),
    mailLog: (teamId, query) =>
      read(
        mailLogPage(teamId, query),
        query.limit,
        (row: DocumentColumns & MailRow) => mailIn(row),
        ({ at, documentId, readerId, kind, occasion }) => [
          `${at.getTime()}`,
          ...[documentId, readerId, kind, occasion],
        ],
      ),
  }
}
