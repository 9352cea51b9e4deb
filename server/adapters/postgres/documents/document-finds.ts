import type { Office } from '#domain/access.ts'
import type { DocumentFilter, FindScope } from '#server/usecases/find-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { Given, sentStates } from './document-lists.ts'
import { lastFourHash } from './tel-found-by.ts'

/** With more found than these they are not counted on, and a page is read along the newest instead of sorting all. */
export const mostCounted = 10_000

/** A statement that is planned with its values, so it has no name. */
type Statement = { text: string; values: unknown[] }

/** How documents are found. `search`: by the indexes of what is asked for. `walk`: from the newest on, looking at each. */
type Approach = 'search' | 'walk'

/** What a page is asked for, and which statement takes its ids. */
export type Asked = { scope: FindScope; filter: DocumentFilter; secrets: Pick<Secrets, 'keyedHash'> }

/** Nothing but a state and tests or none: those are counted, and walked, without looking. */
function isNarrowed({ statuses, test: _test, ...rest }: DocumentFilter): boolean {
  const { created, amount, contract, incomplete, ...others } = rest
  return (
    (statuses?.length ?? 0) > 1 ||
    incomplete ||
    Object.values(others).some((each) => each !== null) ||
    [created, amount, contract].some((range) => Object.values(range).some((end) => end !== null))
  )
}

/** How many are found, at most one more than are counted. */
export function countOf(asked: Asked): Statement {
  const given = new Given()
  const found = foundBy(asked, 'search', given)
  const text = `select count(*)::int as total from (select 1 ${found} limit ${mostCounted + 1}) found`
  return { text, values: given.values }
}

/** The sum of kept counts, where nothing narrows the list; null where only looking helps. */
export function keptCountOf({ scope, filter, secrets }: Asked): Statement | null {
  if (isNarrowed(filter) || (scope.whose === 'team' && scope.office.oversight !== 'team')) return null
  const given = new Given()
  const prefix = { own: 'sender:', received: 'address:', team: 'team:' }[scope.whose]
  const of = given.as(
    scope.whose === 'own'
      ? scope.memberId
      : scope.whose === 'team'
        ? scope.office.teamId
        : secrets.keyedHash('email', scope.email.toLowerCase()),
  )
  const scopes = [
    ...(filter.test === true ? [] : [`'${prefix}' || ${of}`]),
    ...(filter.test === false || scope.whose === 'received' ? [] : [`'${prefix}test:' || ${of}`]),
  ]
  const conditions = [
    scopes.length === 0 ? 'false' : `c.scope in (${scopes.join(', ')})`,
    `c.status <> 'template'`,
    ...(scope.whose === 'received' ? [`c.sender_id <> ${given.as(scope.memberId)}`] : []),
    ...(scope.whose === 'team' ? privacy(scope.office, 'c') : []),
    ...(filter.statuses === null ? [] : [`c.status = any(${given.as(filter.statuses)}::text[])`]),
  ]
  const text = `select coalesce(sum(c.documents), 0)::int as total from document_counts c where ${conditions.join(' and ')}`
  return { text, values: given.values }
}

/**
 * A page, newest first, and one document more, as `page (id, created_at)` before `select`. With few found all are looked up
 * and sorted; with many the list is walked, which meets the page soon.
 */
export function pageFound(
  asked: Asked,
  { after, limit, many }: { after: string | null; limit: number; many: boolean },
  select: string,
): Statement {
  const given = new Given()
  const found = foundBy(asked, many ? 'walk' : 'search', given)
  const from = asked.scope.whose === 'received' && many ? 'r' : 'l'
  const place = after === null ? [] : [behind(after, many ? from : 'found', given)]
  const order = (of: string) =>
    `order by ${of}.created_at desc, ${of}.document_id desc limit ${given.as(limit + 1)}`
  const page = many
    ? `page as materialized (select l.document_id as id, ${from}.created_at
        ${[found, ...place].join(' and ')} ${order(from)})`
    : `found as materialized (select l.document_id, l.created_at ${found}), page as materialized (
        select found.document_id as id, found.created_at from found
        ${place.length === 0 ? '' : `where ${place.join(' and ')}`} ${order('found')})`
  return { text: `with ${page} ${select} order by page.created_at desc, page.id desc`, values: given.values }
}

/** An id says when its form was shown, the document when it was made; of one that was deleted only the id is left. */
function behind(after: string, of: string, given: Given): string {
  const key = given.as(after)
  return `(${of}.created_at, ${of}.document_id) < (coalesce(
    (select b.created_at from documents b where b.id = ${key}::text),
    to_timestamp(('x' || left(${key}::text, 12))::bit(48)::bigint / 1000.0)), ${key}::text)`
}

function foundBy({ scope, filter, secrets }: Asked, approach: Approach, given: Given): string {
  const hash = (email: string) => secrets.keyedHash('email', email.toLowerCase())
  const narrowing: string[] = []
  const conditions = inScope(scope, hash, given, narrowing)
  const isWalkOfReceived = scope.whose === 'received' && approach === 'walk'
  const plain = plainConditions(filter, given)
  const texts = textConditions({ scope, filter, secrets }, approach, given, narrowing)
  const all = [
    ...(isWalkOfReceived && scope.whose === 'received'
      ? [`r.email_hash = ${given.as(hash(scope.email))}`]
      : []),
    ...conditions,
    // What is walked along must not tempt the planner away from its order.
    ...(approach === 'walk' ? plain.map((each) => `(${each}) is true`) : plain),
    ...texts,
  ]
  const from = isWalkOfReceived
    ? 'received_documents r join document_listings l on l.document_id = r.document_id'
    : 'document_listings l'
  return `from ${from} where ${all.join(' and ')}`
}

/** Whose documents; `narrowing` gets what says the same in the index of words. */
function inScope(
  scope: FindScope,
  hash: (email: string) => string,
  given: Given,
  narrowing: string[],
): string[] {
  if (scope.whose === 'own') {
    const member = given.as(scope.memberId)
    narrowing.push(`facet('s', ${member})`)
    return [`l.sender_id = ${member}`, `l.status <> 'template'`]
  }
  if (scope.whose === 'received') {
    const facet = `facet('r', ${given.as(hash(scope.email))})`
    narrowing.push(facet)
    return [`l.facets @> array[${facet}]`, `l.sender_id <> ${given.as(scope.memberId)}`]
  }
  const { office } = scope
  const team = given.as(office.teamId)
  narrowing.push(`facet('t', ${team})`)
  return [
    `l.team_id = ${team}`,
    `l.status in ${sentStates}`,
    ...privacy(office, 'l'),
    ...oversight(office, given),
  ]
}

function privacy({ ordinary, private: secret }: Office, of: string): string[] {
  return [...(ordinary ? [] : [`${of}.private`]), ...(secret ? [] : [`not ${of}.private`])]
}

function oversight({ oversight }: Office, given: Given): string[] {
  if (oversight === 'team' || oversight.everything) return []
  const { colleagues, cabinets } = oversight
  return [
    `(l.sender_id = any(${given.as(colleagues)}::text[]) or l.cabinet_id = any(${given.as(cabinets)}::text[]))`,
  ]
}

function stateFacets({ statuses, cabinetId }: DocumentFilter, given: Given): string[] {
  const [status, ...others] = statuses ?? []
  return [
    ...(status === undefined || others.length > 0 ? [] : [`'st:' || ${given.as(status)}::text`]),
    ...(cabinetId === null ? [] : [`facet('c', ${given.as(cabinetId)})`]),
  ]
}

/** What columns say. */
function plainConditions(filter: DocumentFilter, given: Given): string[] {
  const { statuses, test, created, senderId, cabinetId, amount, contract, incomplete } = filter
  const [status, ...others] = statuses ?? []
  const said: [unknown, string, string][] = [
    [created.from, 'l.created_at >=', 'timestamptz'],
    [created.before, 'l.created_at <', 'timestamptz'],
    [senderId, 'l.sender_id =', 'text'],
    [cabinetId, 'l.cabinet_id =', 'text'],
    [amount.from === null ? null : String(amount.from), 'l.amount >=', 'bigint'],
    [amount.to === null ? null : String(amount.to), 'l.amount <=', 'bigint'],
    [contract.from, 'l.contract_at >=', 'date'],
    [contract.to, 'l.contract_at <=', 'date'],
  ]
  return [
    ...(status === undefined
      ? []
      : others.length === 0
        ? [`l.status = ${given.as(status)}`]
        : [`l.status = any(${given.as(statuses)}::text[])`]),
    ...(test === null ? [] : [test ? 'l.test' : 'not l.test']),
    ...said.flatMap(([value, words, type]) =>
      value === null ? [] : [`${words} ${given.as(value)}::${type}`],
    ),
    ...(incomplete ? [`(l.amount is null or l.contract_at is null or l.counterparty = '')`] : []),
  ]
}

/** What was typed: by any of what it may be, each with all that narrows in the same index. */
function textConditions(
  { scope, filter, secrets }: Asked,
  approach: Approach,
  given: Given,
  narrowing: string[],
): string[] {
  const { search, counterparty } = filter
  if (search === null && counterparty === null) return []
  const narrowed = approach === 'walk' ? narrowing : [...narrowing, ...stateFacets(filter, given)]
  const facets = (...more: string[]) => `l.facets @> array[${[...narrowed, ...more].join(', ')}]::text[]`
  const compare = (column: string, grams: string, typed: string) => {
    const words = given.as(typed)
    const letters = `l.${column} like all (patterns_of(${words}))`
    return approach === 'walk'
      ? letters
      : `l.${grams} @> grams_asked(${words}) and ${facets()} and ${letters}`
  }
  const conditions: string[] = []
  if (search !== null) {
    const ways = [compare('words', 'grams', search.words)]
    // A recipient sees no number, no address of another's and nothing that the sender recorded: theirs is no way to find it.
    if (scope.whose !== 'received') {
      if (search.email !== null)
        ways.push(facets(`facet('e', ${given.as(secrets.keyedHash('email', search.email))})`))
      if (search.lastFour !== null)
        ways.push(facets(`facet('p', ${given.as(lastFourHash(secrets, scope.teamId, search.lastFour))})`))
      if (search.amount !== null)
        ways.push(
          `l.team_id = ${given.as(scope.teamId)} and l.amount = ${given.as(String(search.amount))}::bigint`,
        )
    }
    if (search.documentId !== null) ways.push(`l.document_id = ${given.as(search.documentId)}`)
    conditions.push(
      ways.length === 1 ? (ways[0] ?? 'false') : `(${ways.map((each) => `(${each})`).join(' or ')})`,
    )
  }
  if (counterparty !== null) conditions.push(compare('counterparty', 'party_grams', counterparty))
  return approach === 'walk' ? conditions.map((each) => `(${each}) is true`) : conditions
}
