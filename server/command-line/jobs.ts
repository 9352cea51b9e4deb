import { switchJobs } from '#server/adapters/postgres/installation/installation-store.ts'
import { type JobSeen, listJobs, retryJobs } from '#server/adapters/postgres/jobs/operator-jobs.ts'
import { readConfig } from '#server/config/config.ts'
import { asJson, type Command, CommandRefused, exit, UsageRefused } from './command.ts'
import { withReadyDatabase } from './with-database.ts'

const mostListed = 10_000
/** Ids of jobs are numbers of PostgreSQL's `bigint`. */
const idForm = /^[0-9]{1,18}$/

/** What waits, runs or is parked, and how to have it tried again. */
export const jobsCommands: Command[] = [
  {
    words: 'jobs list',
    takes: '',
    arguments: { least: 0, most: 0 },
    ja: '待機中・実行中・停止中のジョブを表示します。',
    en: 'List the jobs that wait, run, or are parked.',
    options: {
      parked: { type: 'boolean', means: 'only those that have used up their tries' },
      limit: {
        type: 'string',
        value: 'COUNT',
        means: `at most so many, 100 without it, up to ${mostListed}`,
      },
      json: asJson,
    },
    async run({ options, print }) {
      const most = limitOf(options.limit)
      const only = options.parked === true ? 'parked' : null
      const jobs = await withReadyDatabase(readConfig(), (pool) => listJobs(pool, { only, most }))
      if (options.json === true) print(JSON.stringify(jobs.map(asListed)))
      else if (jobs.length === 0) print(only === null ? 'There are no jobs.' : 'No job is parked.')
      else for (const line of table(jobs)) print(line)
      return exit.done
    },
  },
  {
    words: 'jobs retry',
    takes: '[ID …]',
    arguments: { least: 0, most: 1_000 },
    ja: 'ジョブをもう一度試します (停止中のものは試行回数を戻します)。',
    en: 'Try jobs again now, with all their tries.',
    options: {
      'all-parked': { type: 'boolean', means: 'every job that has used up its tries' },
      json: asJson,
    },
    async run({ positionals, options, print }) {
      const all = options['all-parked'] === true
      if (all === positionals.length > 0) throw new UsageRefused('Give the ids of jobs, or --all-parked.')
      const malformed = positionals.find((id) => !idForm.test(id))
      if (malformed !== undefined) throw new UsageRefused(`${malformed} is no id of a job: ids are numbers.`)
      const tried = await withReadyDatabase(readConfig(), (pool) => retryJobs(pool, all ? null : positionals))
      const left = positionals.filter((id) => !tried.includes(id))
      if (options.json === true) print(JSON.stringify({ retried: tried, not_found: left }))
      else print(tried.length === 0 ? 'No job is tried again.' : `Tried again: ${tried.join(', ')}`)
      if (left.length > 0) {
        throw new CommandRefused(
          `Not there, or with a worker at this moment: ${left.join(', ')} (musubi jobs list).`,
        )
      }
      return exit.done
    },
  },
  switching(
    'off',
    'このデータベースのジョブを止めます。SMS・メール・Webhook・署名の処理は、再開まで待ちます。',
    'Take no jobs of this database any more: SMS, mail, webhooks and seals wait.',
  ),
  switching(
    'on',
    '止めていたジョブを再開します。待っていたものは、すぐに処理されます。',
    'Take jobs again; what waited is done now.',
  ),
]

/** `jobs on` and `jobs off`: processes that run notice within seconds. */
function switching(to: 'on' | 'off', ja: string, en: string): Command {
  return {
    ...{ words: `jobs ${to}`, takes: '', arguments: { least: 0, most: 0 }, ja, en },
    options: { json: asJson },
    async run({ options, print }) {
      await withReadyDatabase(readConfig(), (pool) => switchJobs(pool, to))
      print(options.json === true ? JSON.stringify({ jobs: to }) : `Jobs are ${to}.`)
      return exit.done
    },
  }
}

function limitOf(given: string | boolean | undefined): number {
  if (given === undefined) return 100
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > mostListed)
    throw new UsageRefused(`--limit is not a whole number from 1 to ${mostListed}.`)
  return limit
}

function asListed({ id, job, state, attempts, most, dueAt, documentId, error }: JobSeen) {
  return {
    id,
    job,
    state,
    attempts,
    max_attempts: most,
    due_at: dueAt.toISOString(),
    document_id: documentId,
    last_error: error,
  }
}

function table(jobs: JobSeen[]): string[] {
  const rows = [
    ['ID', 'JOB', 'STATE', 'TRIES', 'DUE', 'DOCUMENT', 'LAST ERROR'],
    ...jobs.map(({ id, job, state, attempts, most, dueAt, documentId, error }) => [
      id,
      job,
      state,
      `${attempts}/${most}`,
      dueAt.toISOString().replace(/\.\d+Z$/, 'Z'),
      documentId ?? '-',
      (error ?? '-').split('\n', 1)[0]?.slice(0, 120) ?? '-',
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
