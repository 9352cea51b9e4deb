import type { ContractDayKind } from '#domain/contract-day.ts'
import type { MailDay } from '#domain/mail-day.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { columnsOfDays } from './mail-zones.ts'

const ofDocument = statement<{ kind: ContractDayKind; day: string; set_at: Date; mailed_for: string | null }>(
  'contract_days_of_document',
  `select kind, to_char(day, 'YYYY-MM-DD') as day, set_at, to_char(mailed_for, 'YYYY-MM-DD') as mailed_for
   from contract_days where document_id = $1 order by kind desc`,
)
const mailedFor = statement(
  'contract_day_mailed_for',
  'update contract_days set mailed_for = $3::text::date where document_id = $1 and kind = $2',
)
/** Documents of which a day may be told; the rule (`domain/contract-day.ts`) decides, behind the document's lock. */
const waiting = statement<{ document_id: string }>(
  'contract_days_to_mail',
  `select distinct found.document_id from (
     select c.document_id from unnest($1::text[], $2::text[]::date[], $3::timestamptz[]) as due (zone, day, ends_at)
       join contract_days c on c.day = due.day join documents d on d.id = c.document_id
       join teams t on t.id = d.team_id and t.time_zone = due.zone
     where c.mailed_for is distinct from c.day and d.status in ('concluded', 'imported') and c.set_at < due.ends_at
     order by c.day, c.document_id limit $4) found`,
)

/** Days of documents' information, as the database keeps them with it (migration contract-days). */
export function contractDayStore(connection: Connection): Sends<Transaction['contractDays']> {
  return {
    async of(documentId) {
      const rows = await ofDocument(connection, documentId)
      return rows.map(({ kind, day, set_at: setAt, mailed_for: mailedFor }) => ({
        ...{ kind, day, setAt, mailedFor },
      }))
    },
    queueMailedFor: async (documentId, kind, day) => {
      await mailedFor(connection, documentId, kind, day)
    },
  }
}

/** At most so many, the oldest first. */
export async function documentsWithContractDay(
  connection: Connection,
  days: MailDay[],
  most: number,
): Promise<string[]> {
  const rows = await waiting(connection, ...columnsOfDays(days), most)
  return rows.map(({ document_id: id }) => id)
}
