import type { Ports } from '../ports.ts'
import type { RecordTurn } from '../record-ports.ts'
import { completedToken, provenToken } from './proven-token.ts'

type Needs = Pick<Ports, 'sealer' | 'validation' | 'records'>

/** Days of some years, renewed by one time stamp. */
const mostRenewed = 1_000

/** `ends_no_later`: the authority has no certificate that lasts longer, so that nothing would be won. */
export type TreesRenewed =
  | { outcome: 'renewed'; trees: number }
  | { outcome: 'nothing' | 'overtaken' | 'ends_no_later' }

/**
 * Renews the time stamps of trees that end before `endsBefore`: each gets what proves its authority, and one new time stamp
 * covers them all by a tree of their own (RFC 4998 §5.2). No file is touched. Safe to run twice. `always`: also where the new
 * one lasts no longer.
 */
export async function renewTrees(
  needs: Needs,
  turn: RecordTurn,
  endsBefore: Date,
  { always = false }: { always?: boolean } = {},
): Promise<TreesRenewed> {
  const { store, writer } = needs.records
  const due = await store.toRenew(endsBefore, mostRenewed)
  const [first] = due
  if (first === undefined) return { outcome: 'nothing' }
  const renewed: { id: string; token: Uint8Array }[] = []
  for (const { id, token } of due) renewed.push({ id, token: await completedToken(needs, token, false) })
  const tree = await writer.treeOver(renewed.map(({ token }) => [writer.hashOf(token)]))
  const stamped = { ...tree, ...(await provenToken(needs, await needs.sealer.stampHash(tree.root))) }
  if (!always && stamped.until <= first.until) return { outcome: 'ends_no_later' }
  if (!(await store.saveRenewal(turn, stamped, renewed))) return { outcome: 'overtaken' }
  return { outcome: 'renewed', trees: renewed.length }
}
