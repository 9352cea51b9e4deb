import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery, DeliveryAttempt } from '#domain/delivery.ts'
import { documentCatalogue, isPublished, teamCatalogue } from '#domain/event-catalogue.ts'
import type { Refusal } from '#domain/refusal.ts'
import type { WebhookEndpoint } from '#domain/webhook.ts'
import { createWebhookSender } from '#server/adapters/webhooks/webhook-sender.ts'
import { readConfig } from '#server/config/config.ts'
import { versionIn } from '#server/start/version.ts'
import type { Database } from '#server/usecases/ports.ts'
import { closeTerminalWebhook, openTerminalWebhook } from '#server/usecases/webhooks/terminal-webhook.ts'
import { asJson, type Command, CommandRefused, exit, UsageRefused } from './command.ts'
import { chosenTeam, verbsNeeds } from './verbs-needs.ts'
import { withReadyDatabase } from './with-database.ts'

const secretName = 'MUSUBI_WEBHOOK_SECRET'
const lookMilliseconds = 300

/** Sends a team's events to a program on this machine for as long as it runs, and says what came of each. */
export const listenCommand: Command = {
  words: 'listen',
  takes: '',
  arguments: { least: 0, most: 0 },
  ja: 'このコマンドが動いている間、チームのイベントを指定のURLへ送り、結果を1行ずつ表示します。',
  en: "Send the team's events to a URL while this runs; print what came of each.",
  options: {
    'forward-to': {
      type: 'string',
      value: 'URL',
      means: 'where they go, such as http://localhost:8080/hook',
    },
    events: {
      type: 'string',
      value: 'NAMES',
      means: 'only these, with commas (docs/events.md); all without it',
    },
    team: { type: 'string', value: 'ID', means: 'the team, where there are several' },
    'secret-file': {
      type: 'string',
      value: 'FILE',
      means: `where ${secretName} is written, .env.local without it`,
    },
    json: asJson,
  },
  async run({ dist, options, print }) {
    const text = (name: string) => (typeof options[name] === 'string' ? options[name] : null)
    const url = text('forward-to')?.trim() ?? ''
    if (url === '')
      throw new UsageRefused('Give the address of your program: --forward-to http://localhost:8080/hook.')
    const events = chosenEvents(text('events'))
    const file = text('secret-file') ?? '.env.local'
    const config = readConfig()
    await withReadyDatabase(config, async (pool) => {
      const webhooks = createWebhookSender({
        ...config.webhooks,
        production: config.mode === 'production',
        version: versionIn(dist),
      })
      const needs = { ...(await verbsNeeds(config, pool)), webhooks }
      const team = await chosenTeam(pool, text('team'))
      const opened = await openTerminalWebhook(needs, { teamId: team.id, url, events })
      if (opened.endpoint === null) throw new CommandRefused(opened.objections.map(wordsOf).join('\n'))
      const { endpoint, existed } = opened
      const stop = untilStopped()
      const since = needs.clock.now()
      try {
        await writeSecret(file, endpoint.secret ?? '')
        if (options.json === true) print(JSON.stringify({ listening: url, team: team.id, secret_in: file }))
        else {
          print(
            `Events of ${team.name} go to ${url}; Ctrl-C ends it.${existed ? ' (This URL was registered before, and stays.)' : ''}`,
          )
          print(
            `${secretName} is in ${file}. The server must run; musubi trigger document.concluded makes an agreement.`,
          )
        }
        await follow(needs.database, endpoint, since, stop, (delivery, attempt) =>
          print(
            options.json === true ? JSON.stringify(asJsonLine(delivery, attempt)) : lineOf(delivery, attempt),
          ),
        )
      } finally {
        if (!existed) await closeTerminalWebhook(needs, endpoint.id)
      }
    })
    return exit.done
  },
}

function chosenEvents(given: string | null): string[] {
  if (given === null) return [...Object.keys(documentCatalogue), ...Object.keys(teamCatalogue)]
  const names = given.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isPublished(name))
  if (unknown !== undefined) throw new UsageRefused(`${unknown} is no event; docs/events.md names them all.`)
  return names
}

/** Ctrl-C, or an end from outside. */
function untilStopped(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

/** Tells of each attempt once, the oldest first. */
async function follow(
  { read }: Pick<Database, 'read'>,
  { id }: WebhookEndpoint,
  since: Date,
  stop: AbortSignal,
  tell: (delivery: Delivery, attempt: DeliveryAttempt) => void,
): Promise<void> {
  const told = new Map<string, number>()
  while (!stop.aborted) {
    const { deliveries } = await read.deliveriesOf(id, { state: null, after: null, limit: 100 })
    for (const { id: deliveryId, attempts, createdAt: at } of deliveries.toReversed()) {
      const known = told.get(deliveryId) ?? 0
      if (attempts === known || at < since) continue
      const found = await read.delivery(id, deliveryId)
      if (found === null) continue
      for (const attempt of found.attempts.filter(({ number }) => number > known).toReversed())
        tell(found.delivery, attempt)
      told.set(deliveryId, found.delivery.attempts)
    }
    await sleep(lookMilliseconds, null, { signal: stop }).catch(() => undefined)
  }
}

function lineOf(
  { type, event, state, nextAt }: Delivery,
  { at, status, outcome, milliseconds }: DeliveryAttempt,
): string {
  const answer = status === null ? `no answer (${outcome})` : `${status}`
  const next = state === 'waiting' && nextAt !== null ? `, again at ${clockOf(nextAt)}` : ''
  return `${clockOf(at)}  ${type.padEnd(26)}  ${event}  ${answer} in ${milliseconds} ms${next}`
}

function clockOf(at: Date): string {
  return at.toISOString().slice(11, 19)
}

function asJsonLine({ type, event, state }: Delivery, { at, number, status, outcome }: DeliveryAttempt) {
  return { at: at.toISOString(), type, id: event, attempt: number, status, outcome, state }
}

/** The file's other lines stay. Only its owner may read it. */
async function writeSecret(file: string, secret: string): Promise<void> {
  try {
    const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    const others = before.split('\n').filter((line) => !line.startsWith(`${secretName}=`))
    while (others.at(-1) === '') others.pop()
    const beside = `${file}.${process.pid}`
    await writeFile(beside, `${[...others, `${secretName}=${secret}`].join('\n')}\n`, { mode: 0o600 })
    await chmod(beside, 0o600)
    await rename(beside, file)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : 'unknown'
    throw new CommandRefused(`${file} cannot be written (${reason}); name another with --secret-file.`)
  }
}

/** The refusals that this command can meet, as sentences with the cure. */
function wordsOf({ code }: Refusal): string {
  switch (code) {
    case 'webhook_url_plain':
      return 'In production the URL must be https, or its host be named in WEBHOOK_ALLOWED_HOSTS.'
    case 'webhook_url_private':
      return 'The URL leads into a private network; name its host in WEBHOOK_ALLOWED_HOSTS to allow it.'
    case 'webhooks_too_many':
      return 'The team has 20 URLs already; remove one in the console.'
    case 'field_too_long':
      return 'The URL is too long.'
    default:
      return 'This is no URL; give one such as http://localhost:8080/hook.'
  }
}
