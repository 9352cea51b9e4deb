import type { Operation } from '#contract/web-api/operation.ts'
import type { BulkState } from '#domain/bulk-send.ts'
import type { Answer } from '../caller.ts'
import type { State, Subject } from './subjects.ts'

/** Parameters as a client writes them in its own language; each encoding spells them in its way. */
export type Values = Record<string, unknown>

/** Status and `error`. */
export type Refused = readonly [status: number, error: string]

/** A parameter that is refused: what is sent besides the good values, and the field that the message names. */
export type Wrong = { values: Values; names: string; answer?: Refused; state?: State }

/** All that the tables know of one operation of the registry. */
export type Row = {
  /** The state of the document that a good call is made on; absent where the call is about no document. */
  state?: State
  /** The same of a bulk sending; absent where the call is about none. */
  bulk?: BulkState
  /** A good call names a template with an open place. */
  template?: true
  /** Parameters of which one is given: where a test gives another, the good ones are left out. */
  either?: string[]
  /** The call uses its subject up, so that every good call needs one of its own. */
  uses?: true
  /** SQL that brings about, with the document's id as $1, what no door of the Web API can. */
  byHand?: string
  /** What a good call is made after, through the doors. */
  prepare?: (subject: Subject) => Promise<void>
  /** What the document of a good call must not have yet. */
  without?: 'attachment'
  /** Only members of a team with departments may. */
  departments?: true
  /** A recipient other than one with SMS. */
  recipient?: Record<string, string>
  /** Parameters of a good call; `mark` is another one for each call, so that what shows was sent just now. */
  values?: (subject: Subject, mark: string) => Values
  /** What a good call's answer shows of them. */
  shows?: (body: Answer['body'], subject: Subject) => unknown
  shown?: (subject: Subject, mark: string) => unknown
  /** The states that forbid the call, and how it is refused there. All others allow it. */
  forbidden?: Partial<Record<State, Refused>>
  /** The same of the states of a bulk sending. */
  bulkForbidden?: Partial<Record<BulkState, Refused>>
  /** In this state some parameters are allowed and others not, so that they are read before the state refuses. */
  readsFirstWhen?: State
  /** Parameters that are refused. */
  wrong?: Wrong[]
  /**
   * About a document: the sender alone (of a bulk sending: whoever began it), also those who administrate it, or all who may read it. Otherwise everybody, as
   * the call is about themselves, or an administrator of the team's. Calls for test clients have tests of their own.
   */
  right: 'sender' | 'supervisor' | 'reader' | 'anyone' | 'administrator' | 'test client'
}

/** Rows by the names of their operations. */
export type Rows = Record<string, Row>

/** Good values with another one in their place; of those that exclude each other only what is given. */
export function valuesWith(row: Row, good: Values, given: Values): Values {
  const excluded = row.either?.some((name) => name in given) === true ? row.either : []
  const kept = Object.entries(good).filter(([name]) => !excluded.includes(name))
  return { ...Object.fromEntries(kept), ...given }
}

/** Every state but these refuses in this way. */
export function onlyIn(
  allowed: State[],
  answer: Refused,
  all: readonly State[],
): Partial<Record<State, Refused>> {
  return Object.fromEntries(all.filter((each) => !allowed.includes(each)).map((each) => [each, answer]))
}

export const notAcceptable = [403, 'not_acceptable'] as const
export const badRequest = [400, 'bad_request'] as const
export const notFound = [404, 'not_found'] as const
export const forbidden = [403, 'forbidden'] as const

/** `POST /documents/:document_id/files`: how the tables call an operation. */
export const titleOf = ({ name, method, path }: Operation) => `${name}: ${method} ${path}`
