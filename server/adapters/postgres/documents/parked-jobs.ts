import { type ParkedJob, parkedKindOf } from '#domain/parked-job.ts'
import { mostParked, type ParkedReads, type ParkedStores } from '#server/usecases/parked-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import {
  contentOfAnswer,
  type DocumentCache,
  type Locked,
  lockedColumn,
  type VersionedRow,
  withLocks,
} from './document-cache.ts'

type JobRow = {
  job_id: string
  job: string
  tries: number
  since: Date
  document_id: string | null
  webhook_id: string | null
}
type PageRow = JobRow & { [Column in keyof VersionedRow]: VersionedRow[Column] | null } & { locked: Locked }

/** Whose a parked job is, is said by what its payload names: a document, an SMS, a delivery or a member. */
const parked = `
  select j.id, t.identifier as job, j.attempts as tries, j.created_at as since, w.target as webhook_id,
    coalesce(j.payload ->> 'documentId', s.document_id, w.document_id) as document_id,
    coalesce(d.team_id, s.team_id, w.team_id, m.team_id) as team_id, d.sender_id
  from (select id, task_id, attempts, created_at, payload from graphile_worker._private_jobs
    where attempts >= max_attempts and locked_at is null order by id desc limit ${mostParked}) j
  join graphile_worker._private_tasks t on t.id = j.task_id
  left join sms_messages s on s.id = j.payload ->> 'smsId'
  left join deliveries w on w.id = (j.payload ->> 'deliveryId')::bigint
  left join members m on m.id = j.payload ->> 'memberId'
  left join documents d on d.id = coalesce(j.payload ->> 'documentId', s.document_id)`
const shown = 'p.id::text as job_id, p.job, p.tries, p.since, p.document_id, p.webhook_id'

const pageOf = (whose: 'team_id' | 'sender_id', name: string) =>
  statement<PageRow>(
    name,
    `with page as materialized (
       select p.id, p.job, p.tries, p.since, p.document_id, p.webhook_id from (${parked}) p where p.${whose} = $1 and ($2::bigint is null or p.id < $2) order by p.id desc limit $3)
     select ${shown}, d.id, d.version, d.snapshot as body, ${lockedColumn}
     from page p left join documents d on d.id = p.document_id order by p.id desc`,
  )
const ofTeam = pageOf('team_id', 'parked_jobs_of_team')
const ofSender = pageOf('sender_id', 'parked_jobs_of_sender')
const counted = statement<{ count: number }>(
  'count_parked_jobs',
  `select count(*)::int as count from (${parked}) p where p.team_id = $1`,
)
const ofDocument = statement<JobRow>(
  'parked_jobs_of_document',
  `select ${shown} from (${parked}) p where p.document_id = $1 and p.webhook_id is null order by p.id`,
)
const retry = statement<{ id: string }>(
  'retry_parked_of_team',
  `select id::text from graphile_worker.reschedule_jobs(
     (select array_agg(p.id) from (${parked}) p where p.team_id = $1
        and ($2::bigint is null or p.id = $2) and ($3::text is null or p.document_id = $3)),
     run_at => now(), attempts => 0)`,
)
const wakeWorkers = statement('wake_workers_for_parked', `select pg_notify('jobs:insert', '{"count":10}')`)

/** Parked jobs as a team sees its own. */
export function parkedReads(pool: Connection, secrets: Secrets, cache: DocumentCache): ParkedReads {
  return {
    async parkedJobs(scope, { after, limit }) {
      const rows =
        'team' in scope
          ? await ofTeam(pool, scope.team, after, limit)
          : await ofSender(pool, scope.sender, after, limit)
      return rows.map((row) => {
        const { id, version, body, locked } = row
        const document =
          id === null || version === null
            ? null
            : withLocks(contentOfAnswer(cache, secrets, undefined, { id, version, body }).document, locked)
        return { job: jobIn(row), document }
      })
    },
    async countParked(teamId) {
      return (await counted(pool, teamId))[0]?.count ?? 0
    },
    async parkedOf(documentId) {
      return (await ofDocument(pool, documentId)).map(jobIn)
    },
  }
}

export function parkedStore(connection: Connection): ParkedStores['parkedJobs'] {
  return {
    async retry(teamId, which) {
      const job = which !== 'all' && 'job' in which ? which.job : null
      const document = which !== 'all' && 'document' in which ? which.document : null
      const tried = await retry(connection, teamId, job, document)
      if (tried.length > 0) await wakeWorkers(connection)
      return tried.length
    },
  }
}

function jobIn({ job_id, job, tries, since, document_id, webhook_id }: JobRow): ParkedJob {
  return { id: job_id, kind: parkedKindOf(job), tries, since, documentId: document_id, webhookId: webhook_id }
}
