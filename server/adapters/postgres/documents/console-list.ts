import type { Office } from '#domain/access.ts'
import type { ConsoleQuery, ConsoleScope } from '#server/usecases/list-ports.ts'
import { lockedColumn } from './document-cache.ts'
import { type ListStatement, sentStates } from './document-lists.ts'

/** Whose list, as the database knows them. */
export type ListedFor =
  | Exclude<ConsoleScope, { whose: 'received' }>
  | { whose: 'received'; memberId: string; emailHash: string }

/** Puts a value into the statement and answers its name. */
type Give = (value: unknown) => string

/** A part of a list: where its rows stand, `d` the document itself or the row that knows of it, and what they must be. */
type Branch = {
  from: string
  key: string
  conditions: string[]
  /** Read once for each of these values, which the column is to equal: an index gives the newest of each in order. */
  each?: { column: string; of: string }
}

/**
 * A page of the console's list, newest first, by key, and one document more. Which documents it has is read from an index, as
 * long as nobody looks for a title: only those are fetched. An id says when its form was shown, which may be long before the
 * draft was made: so the time of the document itself counts, and that of the id once it is deleted.
 */
export function consolePageOf(scope: ListedFor, query: ConsoleQuery): ListStatement {
  const values: unknown[] = []
  const give = (value: unknown) => `$${values.push(value)}`
  const branches = branchesOf(scope, query, give)
  const narrowed = narrowing(query, give)
  const most = give(query.limit + 1)
  const pages = branches.map(({ from, key, conditions, each }) => {
    const one = each === undefined ? [] : [`${each.column} = o.id`]
    const where = [...one, ...conditions, ...narrowed(key)].join(' and ')
    const title = query.search === '' || key === 'd.id' ? '' : ` join documents t on t.id = ${key}`
    const listed = `select ${key} as id, d.created_at from ${from}${title} where ${where}
      order by d.created_at desc, ${key} desc limit ${most}`
    if (each === undefined) return listed
    return `select f.id, f.created_at from unnest(${each.of}::text[]) as o(id) cross join lateral (${listed}) f
      order by f.created_at desc, f.id desc limit ${most}`
  })
  const [only = ''] = pages
  const page =
    pages.length === 1
      ? only
      : `select distinct id, created_at from (${pages.map((each) => `(${each})`).join(' union all ')}) found
      order by created_at desc, id desc limit ${most}`
  return {
    name: `console_${nameOf(scope, query)}`,
    text: `with page as materialized (${page})
      select d.id, d.version, d.snapshot as body, ${lockedColumn} from page join documents d on d.id = page.id
      order by page.created_at desc, page.id desc`,
    values,
  }
}

function branchesOf(scope: ListedFor, query: ConsoleQuery, give: Give): Branch[] {
  switch (scope.whose) {
    case 'own':
      return [
        {
          from: 'documents d',
          key: 'd.id',
          conditions: [`d.sender_id = ${give(scope.memberId)}`, ...notTemplate(query)],
        },
      ]
    case 'received': {
      // What a member sent to their own address is on their own list. Nobody receives a test document.
      const conditions = [`d.email_hash = ${give(scope.emailHash)}`, `d.sender_id <> ${give(scope.memberId)}`]
      const none = query.test === true ? ['false'] : []
      return [{ from: 'received_documents d', key: 'd.document_id', conditions: [...conditions, ...none] }]
    }
    case 'team':
      return overseen(scope.office, give)
  }
}

/**
 * What `rightOf` calls supervised, of what was sent. With departments each colleague's and each cabinet's newest are read from
 * an index of their own, so that few among a million are found as fast as many.
 */
function overseen({ teamId, ordinary, private: secret, oversight }: Office, give: Give): Branch[] {
  const whole = oversight === 'team' || oversight.everything
  const ofTeam = `d.team_id = ${give(teamId)}`
  const sent = [
    // Said in the second way the team is no way into an index, only a filter.
    whole ? ofTeam : `(${ofTeam}) is true`,
    `d.status in ${sentStates}`,
    ...(ordinary ? [] : ['d.private']),
    ...(secret ? [] : ['not d.private']),
  ]
  const documents = { from: 'documents d', key: 'd.id', conditions: sent }
  if (oversight === 'team' || whole) return [documents]
  return [
    { ...documents, each: { column: 'd.sender_id', of: give(oversight.colleagues) } },
    { ...documents, each: { column: 'd.cabinet_id', of: give(oversight.cabinets) } },
  ]
}

function notTemplate({ status }: ConsoleQuery): string[] {
  return status === null ? [`d.status <> 'template'`] : []
}

/** What the filter asks for, of every part alike. */
function narrowing({ status, search, test, after }: ConsoleQuery, give: Give): (key: string) => string[] {
  const state = status === null ? null : give(status)
  const behind = after === null ? null : give(after)
  const title = search === '' ? null : give(search)
  return (key) => [
    ...(state === null ? [] : [`d.status = ${state}`]),
    ...(test === null || key !== 'd.id' ? [] : [test ? 'd.test' : 'not d.test']),
    ...(behind === null
      ? []
      : [
          `(d.created_at, ${key}) < (coalesce((select b.created_at from documents b where b.id = ${behind}::text),
      to_timestamp(('x' || left(${behind}::text, 12))::bit(48)::bigint / 1000.0)), ${behind}::text)`,
        ]),
    ...(title === null
      ? []
      : [`position(lower(${title}) in lower(${key === 'd.id' ? 'd' : 't'}.title)) > 0`]),
  ]
}

function nameOf(scope: ListedFor, { status, search, test, after }: ConsoleQuery): string {
  const office = scope.whose === 'team' ? scope.office : null
  const parts = [
    scope.whose,
    office !== null && `${office.ordinary ? 'o' : ''}${office.private ? 'p' : ''}`,
    office !== null && office.oversight !== 'team' && !office.oversight.everything && 'departments',
    status && 'status',
    test !== null && `test_${test}`,
    after && 'after',
    search && 'search',
  ]
  return parts.filter(Boolean).join('_')
}
