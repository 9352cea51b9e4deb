import type { Ports } from '../ports.ts'
import type { RecordTurn, TreeToRenew } from '../record-ports.ts'
import { AwaitsOperator, type Unavailable, ValidationUnavailable } from '../refused.ts'
import { completedToken, provenToken } from './proven-token.ts'

type Needs = Pick<Ports, 'sealer' | 'validation' | 'records'>

/** Days of some years, renewed by one time stamp. */
const mostRenewed = 1_000

/** What ends before `endsBefore` is renewed; what ends before `late` should have been by now. */
type RenewalsDue = { now: Date; endsBefore: Date; late: Date }

/**
 * `left`: so many could not be proved, and have time. `ends_no_later`: the authority has no certificate that lasts longer, so that
 * nothing would be won.
 */
export type TreesRenewed =
  | { outcome: 'renewed'; trees: number; left: number }
  | { outcome: 'nothing' | 'overtaken' | 'ends_no_later' }

/**
 * Renews the time stamps of trees that near their end: each gets what proves its authority, and one new time stamp covers them all
 * by a tree of their own (RFC 4998 §5.2). No file is touched. Safe to run twice. `always`: also where the new one lasts no longer.
 */
export async function renewTrees(
  needs: Needs,
  turn: RecordTurn,
  ends: RenewalsDue,
  { always = false }: { always?: boolean } = {},
): Promise<TreesRenewed> {
  const { store, writer } = needs.records
  const due = await store.toRenew(ends, mostRenewed)
  const renewed = await withProofs(needs, due, ends)
  const [first] = renewed
  if (first === undefined) return { outcome: 'nothing' }
  const tree = await writer.treeOver(renewed.map(({ token }) => [writer.hashOf(token)]))
  const stamped = { ...tree, ...(await provenToken(needs, await needs.sealer.stampHash(tree.root))) }
  if (!always && stamped.until <= first.until) return { outcome: 'ends_no_later' }
  if (!(await store.saveRenewal(turn, stamped, renewed))) return { outcome: 'overtaken' }
  return { outcome: 'renewed', trees: renewed.length, left: due.length - renewed.length }
}

/**
 * Those whose authority can be proved, with what proves it. The others wait and hold up nobody, until they are late: then they go
 * along as they are, since their making put into them what could be had. One whose authority was revoked before never does. Throws
 * what went wrong where nothing is left.
 */
async function withProofs(needs: Needs, due: TreeToRenew[], { late }: RenewalsDue): Promise<TreeToRenew[]> {
  const proved: TreeToRenew[] = []
  let failed: { leaf: Uint8Array; error: Unavailable } | null = null
  for (const tree of due) {
    const { leaf } = needs.records.writer.factsOf(tree.token)
    // What is not to be had for a token is not for a later one of the same certificate: nobody waits for the network again.
    if (failed === null || !isSame(failed.leaf, leaf)) {
      try {
        proved.push({ ...tree, token: await completedToken(needs, tree.token, false) })
        continue
      } catch (error) {
        if (!(error instanceof ValidationUnavailable || error instanceof AwaitsOperator)) throw error
        failed = { leaf, error }
      }
    }
    if (failed.error instanceof ValidationUnavailable && tree.until < late) proved.push(tree)
  }
  if (proved.length === 0 && failed !== null) throw failed.error
  return proved
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
