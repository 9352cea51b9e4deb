import type { ConsoleQuery } from '#server/usecases/ports.ts'
import { lockedColumn } from './document-cache.ts'
import type { ListStatement } from './document-lists.ts'

/**
 * A page of the console's list, newest first, by key, and one document more. Which documents it has is read from an index, as
 * long as nobody looks for a title: only those are fetched. An id says when its form was shown, which may be long before the
 * draft was made: so the time of the document itself counts, and that of the id once it is deleted.
 */
export function consolePageOf(memberId: string, query: ConsoleQuery): ListStatement {
  const values: unknown[] = []
  const given = (value: unknown) => `$${values.push(value)}`
  const { status, search, test, after, limit } = query
  const conditions = [`d.sender_id = ${given(memberId)}`]
  conditions.push(status === null ? `d.status <> 'template'` : `d.status = ${given(status)}`)
  if (test !== null) conditions.push(test ? 'd.test' : 'not d.test')
  if (after !== null) {
    const key = given(after)
    conditions.push(`(d.created_at, d.id) < (coalesce((select b.created_at from documents b where b.id = ${key}::text),
      to_timestamp(('x' || left(${key}::text, 12))::bit(48)::bigint / 1000.0)), ${key}::text)`)
  }
  if (search !== '') conditions.push(`position(lower(${given(search)}) in lower(d.title)) > 0`)
  const parts = [status && 'status', test !== null && `test_${test}`, after && 'after', search && 'search']
  return {
    name: ['documents_of_sender', ...parts.filter(Boolean)].join('_'),
    text: `with page as materialized (
        select d.id, d.created_at from documents d where ${conditions.join(' and ')}
        order by d.created_at desc, d.id desc limit ${given(limit + 1)})
      select d.id, d.version, d.snapshot as body, ${lockedColumn} from page join documents d on d.id = page.id
      order by page.created_at desc, page.id desc`,
    values,
  }
}
