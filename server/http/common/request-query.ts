import type { FastifyRequest } from 'fastify'
import { BodyRefused } from './body-refused.ts'
import { type Pairs, type PairsReading, readPairs } from './form-pairs.ts'

const reading = Symbol('what was read of the query')

type Query = Record<string, string> & { [reading]?: PairsReading }

/**
 * fastify's `querystringParser`: of repeated names the first value. It is called where nobody catches, so what is wrong
 * with a query is kept, and told by `queryPairs`.
 */
export function parseQuery(text: string): Query {
  const read = readPairs(Buffer.from(text, 'latin1'))
  const query: Query = Object.create(null)
  if (read.ok) for (const [name, value] of read.pairs) query[name] = value
  Object.defineProperty(query, reading, { value: read })
  return query
}

/** The parameters of the query. Throws for bytes that are not UTF-8, for U+0000, and for too many of them. */
export function queryPairs(request: FastifyRequest): Pairs {
  const read = (request.query as Query | undefined)?.[reading]
  if (read === undefined) return new Map()
  if (!read.ok) throw new BodyRefused(read.problem)
  return read.pairs
}
