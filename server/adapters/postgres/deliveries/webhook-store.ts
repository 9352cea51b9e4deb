import { mostPending, type WebhookEndpoint, type WebhookFormat } from '#domain/webhook.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { WebhookReads, WebhookStores } from '#server/usecases/webhook-ports.ts'
import { placeOfWebhook } from '../connection/encrypted-text.ts'
import { type Connection, columnsOf, listed, statement, upsert } from '../connection/statements.ts'

export type WebhookRow = {
  id: string
  team_id: string
  url_sealed: string
  format: WebhookFormat
  events: string[]
  secret_sealed: string | null
  former_secret_sealed: string | null
  former_secret_until: Date | null
  off_reason: 'member' | 'gone' | null
  off_at: Date | null
  created_at: Date
  failures: number
  resting_until: Date | null
  troubled_at: Date | null
  told_at: Date | null
}

export const webhookColumns = columnsOf<WebhookRow>({
  id: true,
  team_id: true,
  url_sealed: true,
  format: true,
  events: true,
  secret_sealed: true,
  former_secret_sealed: true,
  former_secret_until: true,
  off_reason: true,
  off_at: true,
  created_at: true,
  failures: true,
  resting_until: true,
  troubled_at: true,
  told_at: true,
})
const one = `select ${listed(webhookColumns)} from webhook_endpoints where id = $1 and removed_at is null`
const ofTeam = statement<WebhookRow>(
  'webhooks_of_team',
  `select ${listed(webhookColumns)} from webhook_endpoints where team_id = $1 and removed_at is null order by created_at, id`,
)
const get = statement<WebhookRow>('webhook', one)
const lock = statement<WebhookRow>('lock_webhook', `${one} for update`)
const ofTeamById = statement<WebhookRow>('webhook_of_team', `${one} and team_id = $2`)
// The row stays for its deliveries; who may be asked for by it, and with which secret, goes.
const remove = statement(
  'remove_webhook',
  `update webhook_endpoints set removed_at = $2, url_sealed = '', secret_sealed = null, former_secret_sealed = null,
     former_secret_until = null where id = $1`,
)
const known = statement('webhook_is_known', 'select 1 from webhook_endpoints where id = $1')
const markTerminal = statement(
  'mark_terminal_webhook',
  'insert into terminal_webhooks (endpoint_id) values ($1) on conflict do nothing',
)
const isTerminal = statement('is_terminal_webhook', 'select 1 from terminal_webhooks where endpoint_id = $1')
const write = upsert<WebhookRow>('webhook_endpoints', ['id'], webhookColumns)
// What arrived is not counted: there may be a million rows of it, and the rest has an index of its own. Of that, too, a
// receiver that was away for long leaves as many.
const counted = statement<{ target: string; count: number }>(
  'deliveries_not_arrived',
  `select target, (select count(*)::int from (
     select 1 from deliveries d where d.target = each.target and d.state <> 'delivered' limit $2) missing) as count
   from unnest($1::text[]) each (target)`,
)

/** Endpoints inside a transaction. */
export function webhookStore(connection: Connection, secrets: Secrets): WebhookStores['webhooks'] {
  const first = ([row]: WebhookRow[]) => (row === undefined ? null : endpointOf(row, secrets))
  const save = (endpoint: WebhookEndpoint) => write(connection, [rowOf(endpoint, secrets)])
  return {
    ofTeam: async (teamId) => (await ofTeam(connection, teamId)).map((row) => endpointOf(row, secrets)),
    get: async (id) => first(await get(connection, id)),
    lock: async (id) => first(await lock(connection, id)),
    insert: save,
    save,
    async remove(id, now) {
      await remove(connection, id, now)
    },
    isKnown: async (id) => (await known(connection, id)).length > 0,
    async markTerminal(id) {
      await markTerminal(connection, id)
    },
    isTerminal: async (id) => (await isTerminal(connection, id)).length > 0,
  }
}

/** Reads of endpoints. */
export function webhookReads(
  connection: Connection,
  secrets: Secrets,
): Pick<WebhookReads, 'webhook' | 'webhooksOf'> {
  return {
    async webhook(teamId, id) {
      const [row] = await ofTeamById(connection, id, teamId)
      return row === undefined ? null : endpointOf(row, secrets)
    },
    async webhooksOf(teamId) {
      const endpoints = (await ofTeam(connection, teamId)).map((row) => endpointOf(row, secrets))
      if (endpoints.length === 0) return []
      const counts = await counted(
        connection,
        endpoints.map(({ id }) => id),
        mostPending + 1,
      )
      return endpoints.map((endpoint) => ({
        ...endpoint,
        pending: counts.find(({ target }) => target === endpoint.id)?.count ?? 0,
      }))
    },
  }
}

export function endpointOf(row: WebhookRow, secrets: Secrets): WebhookEndpoint {
  const open = (sealed: string, column: Parameters<typeof placeOfWebhook>[2]) =>
    secrets.decrypt(sealed, placeOfWebhook(row.team_id, row.id, column))
  const { former_secret_sealed: former, former_secret_until: until } = row
  return {
    id: row.id,
    teamId: row.team_id,
    url: open(row.url_sealed, 'url_sealed'),
    format: row.format,
    events: row.events,
    secret: row.secret_sealed === null ? null : open(row.secret_sealed, 'secret_sealed'),
    former:
      former === null || until === null ? null : { secret: open(former, 'former_secret_sealed'), until },
    off: row.off_reason === null || row.off_at === null ? null : { reason: row.off_reason, at: row.off_at },
    createdAt: row.created_at,
    failures: row.failures,
    restingUntil: row.resting_until,
    troubledAt: row.troubled_at,
    toldAt: row.told_at,
  }
}

function rowOf(endpoint: WebhookEndpoint, secrets: Secrets): WebhookRow {
  const { id, teamId, former, off } = endpoint
  const seal = (plain: string | null, column: Parameters<typeof placeOfWebhook>[2]) =>
    plain === null ? null : secrets.encrypt(plain, placeOfWebhook(teamId, id, column))
  return {
    id,
    team_id: teamId,
    url_sealed: secrets.encrypt(endpoint.url, placeOfWebhook(teamId, id, 'url_sealed')),
    format: endpoint.format,
    events: endpoint.events,
    secret_sealed: seal(endpoint.secret, 'secret_sealed'),
    former_secret_sealed: seal(former?.secret ?? null, 'former_secret_sealed'),
    former_secret_until: former?.until ?? null,
    off_reason: off?.reason ?? null,
    off_at: off?.at ?? null,
    created_at: endpoint.createdAt,
    failures: endpoint.failures,
    resting_until: endpoint.restingUntil,
    troubled_at: endpoint.troubledAt,
    told_at: endpoint.toldAt,
  }
}
