import { canonical, type Errand, errandsOf, type Fact } from '#domain/fact.ts'
import type { AuditRow, Origin } from '#server/usecases/ports.ts'
import { type Connection, statement } from './statements.ts'

const append = statement('record_facts', 'select record_facts($1, $2, $3, $4, $5)')
const ofDocument = statement<{ sequence: number; type: string; at: Date; row: string; hash: string }>(
  'audit_of_document',
  'select sequence, type, at, row, hash from audit where document_id = $1 order by sequence',
)

/** How often a job is tried before it is parked; the gaps grow to hours. An SMS: until its code has run out. */
const attempts: Record<Errand['job'], number> = {
  'sign-act': 25,
  'conclude-document': 25,
  'send-sms': 7,
  'send-mail': 15,
}

/** Audit rows and the jobs that follow, in the caller's transaction; one statement per document, sent at once. */
export async function recordFacts(connection: Connection, origin: Origin, facts: Fact[]): Promise<void> {
  const byDocument = Map.groupBy(facts, (fact) => fact.documentId)
  const sent = [...byDocument].map(([documentId, ofOne]) => {
    const rows = ofOne.map((fact) => canonical({ ...fact, ...auditOrigin(origin) }))
    const jobs = ofOne.flatMap(errandsOf).map(({ job, ...payload }) => ({
      task: job,
      payload,
      attempts: attempts[job],
      key: [job, ...Object.values(payload)].join(':'),
    }))
    return append(
      connection,
      documentId,
      ofOne.map((fact) => fact.type),
      ofOne.map((fact) => fact.at),
      rows,
      JSON.stringify(jobs),
    )
  })
  await Promise.all(sent)
}

export async function loadAudit(connection: Connection, documentId: string): Promise<AuditRow[]> {
  return (await ofDocument(connection, documentId)).map(({ row, ...rest }) => {
    const { actor, address, userAgent, type: _type, at: _at, documentId: _id, ...detail } = JSON.parse(row)
    return { ...rest, canonical: row, actor, address, userAgent, detail }
  })
}

function auditOrigin({ actor, address, userAgent }: Origin) {
  const who =
    actor.kind === 'member'
      ? `member:${actor.memberId}:${actor.via}`
      : actor.kind === 'participant'
        ? `participant:${actor.participantId}`
        : 'system'
  return { actor: who, address, userAgent }
}
