import type { Secrets } from '#server/usecases/ports.ts'
import type { TestMessage, TestMessageContent, TestMessageReads } from '#server/usecases/test-ports.ts'
import { decryptText, encryptText, placeOfTestMessage } from '../connection/encrypted-text.ts'
import { type Connection, statement } from '../connection/statements.ts'

type Row = {
  id: string
  document_id: string
  key: string
  content_sealed: string
  created_at: Date
  state: string | null
}

/** What is kept of a message; of an SMS its state is another row's. */
type KeptContent =
  | { kind: 'sms'; to: string; text: string }
  | { kind: 'mail'; to: string; subject: string; text: string; attachments: string[] }

/** `key`: the same for every try of one message. */
export type NewTestMessage = {
  id: string
  teamId: string
  documentId: string
  key: string
  content: KeptContent
  at: Date
  receiptAt: Date | null
}

const add = statement(
  'add_test_message',
  `insert into test_messages (id, team_id, document_id, kind, key, content_sealed, created_at, receipt_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing`,
)
const list = statement<Row>(
  'list_test_messages',
  `select t.id, t.document_id, t.key, t.content_sealed, t.created_at, s.state
   from test_messages t left join sms_messages s on t.kind = 'sms' and s.id = t.key
   where t.team_id = $1 and t.kind = $2 and ($3::text is null or t.id < $3) order by t.id desc limit $4`,
)
/** By the clock of its document. Whoever takes one tells of it; of two processes that look at once each takes others. */
const takeSlow = statement<{ key: string }>(
  'take_slow_test_sms',
  `update test_messages set receipt_at = null where id = any(array(
     select t.id from test_messages t join documents d on d.id = t.document_id
     where t.receipt_at <= $1::timestamptz + coalesce((d.snapshot->>'clock_ahead')::float8, 0) * interval '1 millisecond'
     limit 100 for update of t skip locked)) returning key`,
)

/** Keeps a message where its team reads it. */
export async function addTestMessage(
  connection: Connection,
  secrets: Secrets,
  { id, teamId, documentId, key, content, at, receiptAt }: NewTestMessage,
): Promise<void> {
  const sealed = encryptText(JSON.stringify(content), secrets, placeOfTestMessage(teamId, id))
  await add(connection, id, teamId, documentId, content.kind, key, sealed, at, receiptAt)
}

/** Ids of SMS that a slow phone has got by now. */
export async function takeSlowTestSms(connection: Connection, now: Date): Promise<string[]> {
  return (await takeSlow(connection, now)).map(({ key }) => key)
}

/** Reads of messages of test documents. */
export function testMessageReads(connection: Connection, secrets: Secrets): TestMessageReads {
  return {
    async testMessages(teamId, { kind, after, limit }) {
      const rows = await list(connection, teamId, kind, after, limit + 1)
      const messages = rows.slice(0, limit).map((row): TestMessage => {
        const plain = decryptText(row.content_sealed, secrets, placeOfTestMessage(teamId, row.id))
        const content: TestMessageContent = {
          ...JSON.parse(plain),
          ...(kind === 'sms' ? { state: row.state } : {}),
        }
        return { id: row.id, documentId: row.document_id, at: row.created_at, content }
      })
      return { messages, next: rows.length > limit ? (messages.at(-1)?.id ?? null) : null }
    },
  }
}
