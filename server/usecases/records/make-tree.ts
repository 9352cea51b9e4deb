import type { Ports } from '../ports.ts'
import type { Placed, StampedTree, TrailHead, TreeLeaf, WaitingDocument } from '../record-ports.ts'
import { provenToken } from './proven-token.ts'

type Needs = Pick<Ports, 'clock' | 'sealer' | 'validation' | 'records'>

/** Of an installation that begins with them only later: some minutes of work, and 7 MB of hashes. */
const mostDocuments = 100_000
const dayMilliseconds = 86_400_000
/** What was committed a little later than its time says comes along with the next one. */
const overlapMilliseconds = 3_600_000

/** `more`: not all that waited had room in it. */
export type TreeMade =
  | { outcome: 'made'; documents: number; trails: number; more: boolean }
  | { outcome: 'nothing' | 'overtaken' }

/**
 * Makes the hash tree of everything that was concluded before `before` and stands in none yet, and of the last rows of all trails
 * that went on since the last one; one time stamp over its root. Safe to run twice: of two who make it, one is thrown away.
 */
export async function makeTree(
  needs: Needs,
  turn: { version: number; doneUntil: Date | null },
  before: Date,
): Promise<TreeMade> {
  const { store, writer } = needs.records
  const waiting = await store.waiting(before, mostDocuments)
  const done = waiting.length < mostDocuments
  const from = new Date(
    (turn.doneUntil ?? new Date(before.getTime() - dayMilliseconds)).getTime() - overlapMilliseconds,
  )
  const moved = await store.headsBetween(from, before)
  const { leaves, documents, heads } = placed(
    waiting,
    moved,
    await store.headsOf(waiting.map(({ documentId }) => documentId)),
  )
  const said = { coversUntil: before, done, documents, heads }
  if (leaves.length === 0) {
    await store.saveDay(turn, null, said)
    return { outcome: 'nothing' }
  }
  const tree = await writer.treeOver(leaves)
  const stamped: StampedTree = {
    ...tree,
    ...(await provenToken(needs, await needs.sealer.stampHash(tree.root))),
  }
  if (!(await store.saveDay(turn, stamped, said))) return { outcome: 'overtaken' }
  return { outcome: 'made', documents: documents.length, trails: heads.length, more: !done }
}

/**
 * One leaf for each document: its files, its certificate and the last row of its trail together, so that a record proves them all;
 * and one for each further trail.
 */
function placed(
  waiting: WaitingDocument[],
  moved: TrailHead[],
  own: TrailHead[],
): { leaves: TreeLeaf[]; documents: Placed<WaitingDocument>[]; heads: Placed<TrailHead>[] } {
  const leaves: TreeLeaf[] = []
  const documents: Placed<WaitingDocument>[] = []
  const heads = new Map<string, Placed<TrailHead>>()
  const headOf = new Map(own.map((head) => [head.chain, head]))
  for (const document of waiting) {
    const head = headOf.get(document.documentId)
    const hashes = head === undefined ? document.hashes : [...document.hashes, head.hash]
    const position = leaves.push(hashes) - 1
    documents.push({ ...document, hashes, position })
    if (head !== undefined) heads.set(`document ${head.chain}`, { ...head, position })
  }
  for (const head of moved) {
    const key = `${head.kind} ${head.chain}`
    if (!heads.has(key)) heads.set(key, { ...head, position: leaves.push([head.hash]) - 1 })
  }
  return { leaves, documents, heads: [...heads.values()] }
}
