import { type ArchivePlace, listArchives } from '#server/adapters/postgres/documents/archives-to-renew.ts'
import type { Services } from '#server/start/open-services.ts'
import { mostFailures, type RenewalTried, renewalsDue, tryRenewal } from '#server/start/renew-archives.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { renewTrees } from '#server/usecases/records/renew-trees.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'
import { asJson, type Command, CommandRefused, exit, type Given, UsageRefused } from './command.ts'
import { withServices } from './with-services.ts'

const page = 100
const mostTreesNamed = 1_000
const never = new Date('9999-12-31T00:00:00Z')

/** Renews archive timestamps, beside a server that runs or while none does. */
export const sealCommand: Command = {
  words: 'seal renew',
  takes: '[ID]',
  arguments: { least: 0, most: 1 },
  ja: '締結済み書類の長期保管用タイムスタンプを更新します。IDも--allもなければ、期限の近いものだけです。',
  en: 'Renew the archive timestamps of concluded documents: of those that near their end, of all, or of one.',
  options: {
    all: { type: 'boolean', means: 'every document, also where the timestamp lasts for long' },
    'dry-run': { type: 'boolean', means: 'only name them' },
    json: { ...asJson, means: 'print JSON, one object a line, for scripts' },
  },
  async run({ dist, positionals: [id = null], options, print }) {
    const all = options.all === true
    if (all && id !== null) throw new UsageRefused('Give the id of a document, or --all.')
    return withServices(dist, async (services, config) => {
      const { validation, clock } = services.ports
      const now = clock.now()
      const { endsBefore } = renewalsDue(config.validation.renewalDays, now)
      const query = { endsBefore: all || id !== null ? never : endsBefore, madeBefore: now }
      const asked = { services, query, id, always: all || id !== null }
      if (options['dry-run'] === true) return name(asked, { options, print })
      if (validation === null)
        throw new CommandRefused(
          'This server gives no archive timestamps (SIGNATURE_LEVEL=B-T, or no time-stamping authority): there is nothing to renew them with.',
        )
      return renew(asked, { options, print })
    })
  },
}

type Asked = {
  services: Services
  query: { endsBefore: Date; madeBefore: Date }
  id: string | null
  always: boolean
}
type Answering = Pick<Given, 'options' | 'print'>

async function name(asked: Asked, { options, print }: Answering): Promise<number> {
  let count = 0
  for await (const { id, until } of placesOf(asked)) {
    count += 1
    const ends = until.toISOString()
    print(options.json === true ? JSON.stringify({ document: id, ends }) : `${id}  ends ${ends}`)
  }
  if (asked.id === null) {
    const trees = await asked.services.ports.records.store.toRenew(endsOf(asked), mostTreesNamed)
    if (trees.length > 0 && options.json !== true)
      print(`${trees.length} hash trees of evidence records, the first ends ${trees[0]?.until.toISOString()}`)
  }
  if (options.json !== true) print(count === 0 ? 'Nothing is to be renewed.' : `${count} would be renewed.`)
  return exit.done
}

async function renew(asked: Asked, { options, print }: Answering): Promise<number> {
  const counts = new Map<RenewalTried['outcome'], number>()
  let failures = 0
  for await (const { id } of placesOf(asked)) {
    const tried = await tryRenewal(asked.services.ports, id, { always: asked.always })
    const reason = 'reason' in tried ? tried.reason : null
    counts.set(tried.outcome, (counts.get(tried.outcome) ?? 0) + 1)
    print(
      options.json === true
        ? JSON.stringify({ document: id, outcome: tried.outcome, ...(reason === null ? {} : { reason }) })
        : `${id}  ${words[tried.outcome]}${reason === null ? '' : `: ${reason}`}`,
    )
    failures = tried.outcome === 'tools_failed' ? failures + 1 : 0
    if (failures >= mostFailures || tried.outcome === 'ends_no_later') break
  }
  const trees = asked.id === null ? await renewOfTrees(asked, { options, print }) : exit.done
  const of = (outcome: RenewalTried['outcome']) => counts.get(outcome) ?? 0
  if (options.json !== true)
    print(counts.size === 0 ? 'Nothing is to be renewed.' : `${of('renewed')} renewed.`)
  return of('failed') + of('tools_failed') + of('ends_no_later') > 0 ? exit.failed : trees
}

/** The hash trees of evidence records, all by one time stamp. */
async function renewOfTrees(asked: Asked, { options, print }: Answering): Promise<number> {
  const { always, services } = asked
  const { ports } = services
  const turn = await ports.records.store.turn()
  const renewed = await renewTrees(ports, turn, endsOf(asked), { always }).catch((error: unknown) => {
    if (error instanceof DatabaseAway) throw error
    return { outcome: 'failed' as const, reason: reasonOf(error) }
  })
  if (renewed.outcome === 'nothing') return exit.done
  const reason = 'reason' in renewed ? `: ${renewed.reason}` : ''
  const said =
    renewed.outcome === 'renewed'
      ? `${renewed.trees} renewed${renewed.left === 0 ? '' : `, ${renewed.left} not proved yet`}`
      : `${wordsOfTrees[renewed.outcome]}${reason}`
  print(
    options.json === true
      ? JSON.stringify({ hash_trees: renewed })
      : `hash trees of evidence records  ${said}`,
  )
  return ['failed', 'ends_no_later'].includes(renewed.outcome) ? exit.failed : exit.done
}

function endsOf({ services, query: { endsBefore, madeBefore: now } }: Asked) {
  return { ...renewalsDue(services.config.validation.renewalDays, now), now, endsBefore }
}

const wordsOfTrees = {
  overtaken: 'somebody else was at it meanwhile',
  ends_no_later: "not renewed: the authority's certificate ends no later than that of the last timestamp",
  failed: 'not renewed',
}

const words: Record<RenewalTried['outcome'], string> = {
  renewed: 'renewed',
  nothing: 'nothing to do any more',
  ends_no_later: "not renewed: the authority's certificate ends no later than that of the last timestamp",
  failed: 'not renewed',
  tools_failed: 'not renewed',
}

/** Pages of them; what is renewed meanwhile does not come again. */
async function* placesOf({ services, query, id }: Asked): AsyncGenerator<ArchivePlace> {
  const { pool, ports } = services
  if (id !== null) {
    const document = await ports.database.read.document(id)
    const archive = document?.archives.at(-1)
    if (archive === undefined) {
      throw new CommandRefused(
        `${id} is no concluded document with an archive timestamp; musubi seal renew --all --dry-run names them.`,
      )
    }
    yield { id, until: archive.until }
    return
  }
  for (let after: ArchivePlace | null = null; ; ) {
    const found: ArchivePlace[] = await listArchives(pool, { ...query, after, most: page })
    yield* found
    after = found.at(-1) ?? null
    if (found.length < page) return
  }
}
