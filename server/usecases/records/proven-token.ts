import type { Ports } from '../ports.ts'
import { ValidationUnavailable } from '../refused.ts'

type Needs = Pick<Ports, 'validation' | 'records'>

/**
 * A time stamp with what proves its authority, as far as it can be had now, so that whoever has no network can follow it; the
 * renewal asks for it once more, and then it must be there.
 */
export async function provenToken(
  needs: Needs,
  token: Uint8Array,
): Promise<{ token: Uint8Array; at: Date; until: Date }> {
  const { at, until } = needs.records.writer.factsOf(token)
  try {
    return { token: await completedToken(needs, token, true), at, until }
  } catch (error) {
    if (!(error instanceof ValidationUnavailable)) throw error
    return { token, at, until }
  }
}

/**
 * The time stamp with what proves its authority at that time. `recent`: it was given just now, so what was published before will
 * do. At B-T, where nobody asks for proofs, it stays as it came.
 */
export async function completedToken(
  { validation, records: { writer } }: Needs,
  token: Uint8Array,
  recent: boolean,
): Promise<Uint8Array> {
  if (validation === null) return token
  const { at, leaf, sent } = writer.factsOf(token)
  const use = { key: '', of: 'authority' as const, at, leaf, sent, archived: recent }
  const known = { certificates: [], crls: [], ocsps: [] }
  return writer.completed(token, await validation.dataFor({ uses: [use], known, roomBytes: 0 }))
}
