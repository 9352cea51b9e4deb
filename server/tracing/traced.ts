import type { MailTransport, SmsGateway } from '#server/usecases/delivery-ports.ts'
import type { Database } from '#server/usecases/ports.ts'
import type { WebhookSender } from '#server/usecases/webhook-ports.ts'
import type { SpanFacts, Tracing } from './tracing.ts'

/** The same gateway; each text that is handed over is a span. */
export function tracedGateway(gateway: SmsGateway, id: string, tracing: Tracing): SmsGateway {
  return {
    ...gateway,
    send: (message) =>
      tracing.span('send sms', 'outgoing', { 'musubi.tool': id }, async (note) => {
        const answer = await gateway.send(message)
        note({ 'musubi.outcome': answer.outcome })
        return answer
      }),
  }
}

/** The same way for mail. `host`: of the operator's mail server; null where mail stays in this server. */
export function tracedTransport(
  transport: MailTransport,
  host: string | null,
  tracing: Tracing,
): MailTransport {
  const facts: SpanFacts = host === null ? {} : { 'server.address': host }
  return {
    ...transport,
    send: (mail) =>
      tracing.span('send mail', 'outgoing', facts, async (note) => {
        const answer = await transport.send(mail)
        note({ 'musubi.outcome': answer.outcome })
        return answer
      }),
  }
}

/** The same sender. Where a message goes is the team's affair: its host is in no log, and in no trace either. */
export function tracedSender(sender: WebhookSender, tracing: Tracing): WebhookSender {
  return {
    ...sender,
    send: (message) =>
      tracing.span('send webhook', 'outgoing', {}, async (note) => {
        const met = await sender.send(message)
        note(
          'status' in met.answer
            ? { 'http.response.status_code': met.answer.status }
            : { 'musubi.outcome': 'none' },
        )
        return met
      }),
  }
}

/** The same database; a transaction is a span, and so is each reading, under the name that our code has for it. */
export function tracedDatabase(database: Database, tracing: Tracing): Database {
  const facts: SpanFacts = { 'db.system.name': 'postgresql' }
  const reads = Object.entries(database.read).map(([name, ask]) => {
    // It waits for others, a minute perhaps, and would only tell how patient a page is.
    if (name === 'nextChange') return [name, ask]
    const operation = { ...facts, 'db.operation.name': name }
    return [
      name,
      (...given: unknown[]) =>
        // Readings are called with what each of them takes, and answer what it answers.
        tracing.span(`read ${name}`, 'outgoing', operation, async () =>
          Reflect.apply(ask, database.read, given),
        ),
    ]
  })
  return {
    ...database,
    read: Object.assign({ ...database.read }, Object.fromEntries(reads)),
    transaction: (origin, work) =>
      tracing.span('transaction', 'outgoing', facts, () => database.transaction(origin, work)),
  }
}

/** The same tasks; each try of a job is a span, in the trace of the request that asked for it where that is known. */
export function tracedTasks<Tasks extends Record<string, (payload: never, now: never) => Promise<unknown>>>(
  tasks: Tasks,
  tracing: Tracing,
): Tasks {
  const traced = Object.entries(tasks).map(([job, task]) => [
    job,
    async (payload: never, now: never) => {
      const open = tracing.begin(`job ${job}`, 'job', { 'musubi.job': job }, traceIn(payload))
      try {
        const answer = await open.within(() => task(payload, now))
        open.end({ 'musubi.outcome': 'done' })
        return answer
      } catch (error) {
        open.end({
          'musubi.outcome': 'failed',
          'error.type': error instanceof Error ? error.name : 'unknown',
        })
        throw error
      }
    },
  ])
  return Object.assign({ ...tasks }, Object.fromEntries(traced))
}

/** As the queue carries it. */
function traceIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('trace' in payload)) return null
  return typeof payload.trace === 'string' ? payload.trace : null
}
