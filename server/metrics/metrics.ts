import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DocumentEvent } from '#domain/document-event.ts'
import { jobAttempts } from '#domain/job-request.ts'
import type { TeamEvent } from '#domain/team-event.ts'
import type { JobReading } from '#server/usecases/job-ports.ts'

/** What the measurements are told, and what they answer. Names and labels are listed in docs/metrics.md. */
export type Metrics = {
  /** An answer was sent. `route`: as it is bound, with its parameters' names; null where there is none. */
  answered(request: { method: string; route: string | null; status: number; seconds: number }): void
  /** Events were committed. */
  recorded(events: readonly DocumentEvent[], teamEvents: readonly TeamEvent[]): void
  /** A gateway answered. `gateway`: as `sms_messages` names it, such as `first.http`. */
  smsAnswered(gateway: string, outcome: DeliveryOutcome, count?: number): void
  mailAnswered(outcome: DeliveryOutcome): void
  /** A receiver of webhooks answered. `answer`: the class of its status, such as `5xx`; `none`: no answer came. */
  webhookAnswered(answer: string, seconds: number): void
  jobEnded(job: string, outcome: 'done' | 'failed' | 'postponed', seconds: number): void
  /** `problem`: null where a token was granted. */
  timestamped(authority: string, problem: string | null, seconds: number): void
  validated(problem: string | null): void
  storageFailed(operation: string, code: string): void
  /** What is read when somebody asks for the measurements. */
  readings(readings: Readings): void
  /** All of it in the text format of Prometheus. */
  exposition(): Promise<{ contentType: string; body: string }>
}

/** `deferred`: not now, but it may be taken later. */
export const deliveryOutcomes = ['accepted', 'deferred', 'rejected', 'unknown'] as const
export type DeliveryOutcome = (typeof deliveryOutcomes)[number]

/** What can be said at any moment. A reading that throws leaves its measurements out of this answer. */
type Readings = {
  /** By part of `/health/ready`. */
  ready(): Promise<Record<string, boolean>>
  connections(): { open: number; idle: number; waiting: number }
  /** Seconds since the database went away; null while it is there. */
  databaseAwaySeconds(): number | null
  jobs(): Promise<JobReading[]>
  /** Seconds since the oldest consent that is not signed yet; null where all are. */
  oldestUnsignedSeconds(): Promise<number | null>
  certificates(): { use: string; secondsLeft: number }[]
  /** Archives that should have been renewed by now. */
  lateArchives(): Promise<number>
  /** Documents that should stand in a hash tree by now, and trees that should have been renewed. */
  lateRecords(): Promise<{ waiting: number; ending: number }>
  pdfWorkers(): { pool: string; children: number; busy: number; waiting: number }[]
}

const states = ['waiting', 'running', 'parked'] as const

/** Prometheus waits for ten seconds, many for less; a process that says half of it is not one that does not answer. */
const readingMilliseconds = 1_500

/** One row stands for all refusals of its kind within a minute. */
function timesIn(event: TeamEvent): number {
  return event.type === 'sign_in.refused' || event.type === 'call.refused' ? event.count : 1
}

const alertedEvents: DocumentEvent['type'][] = [
  'document.sent',
  'sms_code.requested',
  'participant.authenticated',
  'participant.consented',
  'document.concluded',
]
const storageOperations = ['put', 'read', 'copy', 'remove', 'list']
/** The disk is full, the folder is gone, the disk is broken, the file is not what was recorded. */
const storageCodes = ['ENOSPC', 'ENOENT', 'EIO', 'StoredFileDamaged']
const webhookAnswers = ['2xx', '3xx', '4xx', '5xx', 'none']
/** As an authority fails (server/adapters/timestamp). */
const timestampOutcomes = [
  'granted',
  'unreachable',
  'timed_out',
  'http_status',
  'rejected',
  'junk',
  'untrusted',
  'clock_apart',
]

/** As the search for validation data fails (server/usecases/refused.ts). */
const validationOutcomes = [
  'found',
  'nowhere',
  'no_issuer',
  'unreachable',
  'timed_out',
  'http_status',
  'too_long',
  'forbidden',
  'junk',
  'untrusted',
  'stale',
]

/** Seconds. A page is drawn in milliseconds, an upload of 20 MB over a phone takes minutes. */
const answerBuckets = [0.005, 0.02, 0.1, 0.5, 2, 10]
const jobBuckets = [0.05, 0.2, 1, 5, 20, 60]
const timestampBuckets = [0.05, 0.2, 1, 3, 10]

/**
 * The measurements of one process, in a registry of their own. No label grows with customers, documents or visitors: kinds,
 * routes, states and the operator's own two authorities and gateways are all there is.
 */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const answers = histogram(
    'musubi_http_request_duration_seconds',
    'Time from a request to the end of its answer.',
    ['method', 'route', 'status'],
    answerBuckets,
  )
  const documentEvents = counter('musubi_document_events_total', 'Committed events of documents.', ['type'])
  const teamEvents = counter('musubi_team_events_total', 'Committed events of teams.', ['type'])
  const sms = counter('musubi_sms_answers_total', 'What SMS gateways answered.', ['gateway', 'outcome'])
  const mails = counter('musubi_mail_answers_total', 'What the mail server answered.', ['outcome'])
  const webhooks = histogram(
    'musubi_webhook_duration_seconds',
    'Time until a receiver of webhooks answered or failed.',
    ['answer'],
    timestampBuckets,
  )
  const jobs = histogram(
    'musubi_job_duration_seconds',
    'Time that one try of a job took.',
    ['job', 'outcome'],
    jobBuckets,
  )
  const timestamps = histogram(
    'musubi_timestamp_duration_seconds',
    'Time until a time-stamping authority answered or failed.',
    ['authority', 'outcome'],
    timestampBuckets,
  )
  const storage = counter('musubi_storage_errors_total', 'Operations of the storage that failed.', [
    'operation',
    'code',
  ])

  function counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers })
  }

  function histogram(name: string, help: string, labelNames: string[], buckets: number[]): Histogram {
    return new Histogram({ name, help, labelNames, buckets, registers })
  }

  // A counter that appears with its first failure does not grow in the eyes of Prometheus: what alerts look at begins at 0.
  for (const type of alertedEvents) documentEvents.inc({ type }, 0)
  teamEvents.inc({ type: 'sign_in.refused' }, 0)
  for (const outcome of deliveryOutcomes) mails.inc({ outcome }, 0)
  for (const operation of storageOperations)
    for (const code of storageCodes) storage.inc({ operation, code }, 0)
  for (const answer of webhookAnswers) webhooks.zero({ answer })
  const validations = counter('musubi_validation_data_total', 'Searches for what proves certificates.', [
    'outcome',
  ])
  for (const outcome of validationOutcomes) validations.inc({ outcome }, 0)
  for (const outcome of timestampOutcomes) timestamps.zero({ authority: 'first', outcome })

  return {
    answered: ({ method, route, status, seconds }) =>
      answers.observe({ method, route: route ?? 'none', status: `${Math.floor(status / 100)}xx` }, seconds),
    recorded(events, ofTeams) {
      for (const { type } of events) documentEvents.inc({ type })
      for (const event of ofTeams) teamEvents.inc({ type: event.type }, timesIn(event))
    },
    smsAnswered: (gateway, outcome, count = 1) => sms.inc({ gateway, outcome }, count),
    mailAnswered: (outcome) => mails.inc({ outcome }),
    webhookAnswered: (answer, seconds) => webhooks.observe({ answer }, seconds),
    jobEnded: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    validated: (problem) => validations.inc({ outcome: problem ?? 'found' }),
    timestamped: (authority, problem, seconds) =>
      timestamps.observe({ authority, outcome: problem ?? 'granted' }, seconds),
    storageFailed: (operation, code) => storage.inc({ operation, code }),
    readings: (readings) => readingGauges(registry, readings),
    exposition: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}

/** Gauges that ask when they are asked. */
function readingGauges(registry: Registry, readings: Readings): void {
  const registers = [registry]
  gauge('musubi_part_ready', 'What /health/ready says of each part; 1: it can work.', ['part'], (self) =>
    readings.ready().then((parts) => {
      for (const [part, ok] of Object.entries(parts)) self.set({ part }, ok ? 1 : 0)
    }),
  )
  gauge('musubi_database_connections', 'Connections of this process.', ['state'], (self) => {
    for (const [state, count] of Object.entries(readings.connections())) self.set({ state }, count)
  })
  gauge('musubi_database_away_seconds', 'Since when the database cannot be used; 0: it can.', [], (self) =>
    self.set(readings.databaseAwaySeconds() ?? 0),
  )
  gauge(
    'musubi_unsigned_consent_age_seconds',
    'Age of the oldest consent without its signature.',
    [],
    (self) => readings.oldestUnsignedSeconds().then((seconds) => self.set(seconds ?? 0)),
  )
  gauge('musubi_certificate_left_seconds', 'Until a certificate ends.', ['use'], (self) => {
    for (const { use, secondsLeft } of readings.certificates()) self.set({ use }, secondsLeft)
  })
  gauge('musubi_archives_late', 'Archives near their end that are not renewed.', [], (self) =>
    readings.lateArchives().then((count) => self.set(count)),
  )
  gauge(
    'musubi_evidence_records_late',
    'Concluded documents without a hash tree, and trees near their end that are not renewed.',
    ['of'],
    async (self) => {
      const { waiting, ending } = await readings.lateRecords()
      self.set({ of: 'documents' }, waiting)
      self.set({ of: 'trees' }, ending)
    },
  )
  gauge(
    'musubi_pdf_workers',
    'Children of the PDF worker, and jobs that wait for one.',
    ['pool', 'state'],
    (self) => {
      for (const { pool, children, busy, waiting } of readings.pdfWorkers()) {
        self.set({ pool, state: 'idle' }, children - busy)
        self.set({ pool, state: 'busy' }, busy)
        self.set({ pool, state: 'waiting' }, waiting)
      }
    },
  )
  const due = new Gauge({
    name: 'musubi_job_due_seconds',
    help: 'For how long the oldest job has been due.',
    labelNames: ['job', 'state'],
    registers,
  })
  gauge(
    'musubi_jobs',
    'Jobs in the queue. Parked: tried as often as it may be, and nobody takes it.',
    ['job', 'state'],
    (self) =>
      readings.jobs().then((found) => {
        due.reset()
        for (const job of Object.keys(jobAttempts))
          for (const state of states) {
            const { count = 0, dueSeconds = 0 } =
              found.find((each) => each.job === job && each.state === state) ?? {}
            self.set({ job, state }, count)
            due.set({ job, state }, dueSeconds)
          }
      }),
  )

  function gauge(name: string, help: string, labelNames: string[], read: (self: Gauge) => unknown): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset()
        // Whatever else can be read is wanted most when something cannot.
        const reading = Promise.resolve(this)
          .then(read)
          .then(() => true)
        const late = sleep(readingMilliseconds, false, { ref: false })
        if (!(await Promise.race([reading, late]).catch(() => false))) this.reset()
        // Nobody waits for one that fails later.
        reading.catch(() => undefined)
      },
    })
  }
}
