/**
 * Whose list: a member's own and received documents, or what a team has sent. `test`: of test documents, which nobody receives,
 * with the templates that they are made from; otherwise of those that are none.
 */
export type ListScope =
  | { whose: 'member'; memberId: string; emailHash: string; sharedTemplatesOf: string | null; test?: boolean }
  | { whose: 'team'; teamId: string; withPrivate: boolean; test?: boolean }

export type ListFilter = { status: string | null; from: Date | null; to: Date | null }

/** A statement that is prepared under its name: the name says which parts it has. */
export type ListStatement = { name: string; text: string; values: unknown[] }

export const documentsPerPage = 100

/** With as many found or fewer they are sorted; with more the list is walked from its newest. */
export const fewDocuments = 10_000

/** The states of what has been sent or imported; as in the partial indexes of migration 0010. */
export const sentStates = "('awaiting', 'concluded', 'cancelled', 'imported')"

/** How the range of last processing is asked for. `search`: by its index. `walk`: the list's own index is read and filtered. */
type Approach = 'search' | 'walk'

/** How many documents the list has. Where no time is asked for, this is a sum of kept counts. */
export function totalOf(scope: ListScope, filter: ListFilter): ListStatement {
  const given = new Given()
  if (isTimed(filter)) {
    const all = branches(scope, filter, 'search', given).join(' union all ')
    const text = `select count(*)::int as total from (${all}) listed`
    return { name: `total_${nameOf(scope, filter)}`, text, values: given.values }
  }
  const conditions = [
    ...(scope.whose === 'member'
      ? scope.test === true
        ? [countsOfTests(given.as(scope.memberId))]
        : [
            // A document that a member sent to their own address counts once, as sent.
            `c.scope in ('sender:' || ${given.as(scope.memberId)}, 'address:' || ${given.as(scope.emailHash)})`,
            `c.sender_id <> ${given.as(scope.memberId)}`,
          ]
      : [
          `c.scope = '${scope.test === true ? 'team:test:' : 'team:'}' || ${given.as(scope.teamId)}`,
          ...(scope.withPrivate ? [] : ['not c.private']),
        ]),
    ...(filter.status === null ? [] : [`c.status = ${given.as(filter.status)}`]),
  ]
  const kept = `select coalesce(sum(c.documents), 0) from document_counts c where ${conditions.join(' and ')}`
  const shared = sharedBranch(scope, filter, 'search', given)
  const text = `select ((${kept})${shared === null ? '' : ` + (select count(*) from (${shared}) shared)`})::int as total`
  return { name: `total_${nameOf(scope, filter)}`, text, values: given.values }
}

/** The ids of one page, newest first. Only indexes are read; the documents themselves are fetched afterwards. */
export function pageOf(scope: ListScope, filter: ListFilter, page: number, total: number): ListStatement {
  const given = new Given()
  const approach = total <= fewDocuments ? 'search' : 'walk'
  const listed = inOrder(scope, filter, approach, given)
  const offset = given.as((page - 1) * documentsPerPage)
  const text = `select listed.id from (${listed}) listed
    order by listed.created_at desc, listed.id desc limit ${documentsPerPage} offset ${offset}`
  const way = isTimed(filter) ? approach : 'newest'
  return { name: `page_${way}_${nameOf(scope, filter)}`, text, values: given.values }
}

/** As the triggers of migration test-clients count. */
function countsOfTests(member: string): string {
  return `(c.scope = 'sender:test:' || ${member} or (c.scope = 'sender:' || ${member} and c.status = 'template'))`
}

function isTimed({ from, to }: ListFilter): boolean {
  return from !== null || to !== null
}

/** Parameters in the order in which the text names them. */
export class Given {
  readonly values: unknown[] = []

  as(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/** All that belongs on the list, each branch in its order: PostgreSQL reads that from an index and merges without sorting. */
function inOrder(scope: ListScope, filter: ListFilter, approach: Approach, given: Given): string {
  const ordered = branches(scope, filter, approach, given).map(
    (branch) => `(select * from (${branch}) branch order by created_at desc, id desc)`,
  )
  return ordered.join(' union all ')
}

function branches(scope: ListScope, filter: ListFilter, approach: Approach, given: Given): string[] {
  const where = (of: string) => [...stateOf(of, filter, given), ...timeOf(of, filter, approach, given)]
  if (scope.whose === 'team') {
    const conditions = [
      `d.team_id = ${given.as(scope.teamId)}`,
      `d.status in ${sentStates}`,
      ...testOf(scope),
      ...(scope.withPrivate ? [] : ['not d.private']),
      ...where('d'),
    ]
    return [`select d.created_at, d.id from documents d where ${conditions.join(' and ')}`]
  }
  const sent = [`d.sender_id = ${given.as(scope.memberId)}`, ...testOf(scope), ...where('d')]
  const own = `select d.created_at, d.id from documents d where ${sent.join(' and ')}`
  const shared = sharedBranch(scope, filter, approach, given)
  if (scope.test === true) return [own, ...(shared === null ? [] : [shared])]
  const received = [
    `r.email_hash = ${given.as(scope.emailHash)}`,
    `r.sender_id <> ${given.as(scope.memberId)}`,
    ...where('r'),
  ]
  return [
    own,
    `select r.created_at, r.document_id as id from received_documents r where ${received.join(' and ')}`,
    ...(shared === null ? [] : [shared]),
  ]
}

/** What colleagues share; the member's own are among what they made. */
function sharedBranch(scope: ListScope, filter: ListFilter, approach: Approach, given: Given): string | null {
  if (scope.whose !== 'member' || scope.sharedTemplatesOf === null) return null
  const conditions = [
    `d.team_id = ${given.as(scope.sharedTemplatesOf)}`,
    `d.status = 'template'`,
    'd.shared',
    `d.sender_id <> ${given.as(scope.memberId)}`,
    ...(scope.test === true ? [] : ['not d.test']),
    ...timeOf('d', filter, approach, given),
  ]
  return `select d.created_at, d.id from documents d where ${conditions.join(' and ')}`
}

/** A column of the indexes that lists are read from. */
function testOf({ whose, test }: ListScope): string[] {
  if (test !== true) return ['not d.test']
  return whose === 'team' ? ['d.test'] : [`(d.test or d.status = 'template')`]
}

function stateOf(of: string, { status }: ListFilter, given: Given): string[] {
  return status === null ? [] : [`${of}.status = ${given.as(status)}`]
}

function timeOf(of: string, filter: ListFilter, approach: Approach, given: Given): string[] {
  if (!isTimed(filter)) return []
  const column = `${of}.last_processed_at`
  const from = `${column} >= ${given.as(filter.from ?? '-infinity')}`
  const to = `${column} <= ${given.as(filter.to ?? 'infinity')}`
  // Plans are made without knowing the values. Said in this way a bound is no way into an index, only a filter.
  return approach === 'search' ? [from, to] : [`(${from}) is true`, `(${to}) is true`]
}

function nameOf(scope: ListScope, filter: ListFilter): string {
  const parts =
    scope.whose === 'team'
      ? ['team', scope.withPrivate ? 'private' : 'public']
      : ['member', ...(scope.sharedTemplatesOf === null ? [] : ['shared'])]
  if (scope.test === true) parts.push('test')
  return [...parts, ...(filter.status === null ? [] : ['state']), ...(isTimed(filter) ? ['timed'] : [])].join(
    '_',
  )
}
