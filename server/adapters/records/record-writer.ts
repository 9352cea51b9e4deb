import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { levelsOf } from '#domain/hash-tree.ts'
import type { HashTree, RecordStep, RecordWriter, TreeLeaf } from '#server/usecases/record-ports.ts'
import { recordProblem } from '#server/verification/records/check-record.ts'
import { authorityOf, tokenFactsOf } from '#server/verification/timestamp-token.ts'
import { context, integer, octets, oid, sequence } from '../signer/der.ts'
import { completedToken } from './completed-token.ts'

const hashBytes = 32
/** Then others have their turn. */
const hashesAtOnce = 4_000

/** AlgorithmIdentifier without parameters (RFC 5754 §2.2). */
const sha256Algorithm = oid('2.16.840.1.101.3.4.2.1')

/** Evidence records by RFC 4998, with SHA-256. */
export const recordWriter: RecordWriter = {
  treeOver,
  recordOf,
  completed: completedToken,
  hashOf: sha256,
  factsOf(token) {
    const facts = tokenFactsOf(token)
    const authority = authorityOf(token)
    if (facts === null || authority === null) throw new Error('the authority gave no readable token')
    return { ...facts, ...authority }
  },
  problemOf: recordProblem,
}

/** Leaves of several hashes are hashed together first (RFC 4998 §4.2, step 3), the others stand for themselves. */
async function treeOver(leaves: TreeLeaf[]): Promise<HashTree> {
  const levels = levelsOf(leaves.length)
  const top = levels.at(-1)
  if (top === undefined) throw new Error('a tree of nothing')
  const nodes = Buffer.alloc((top.start + 1) * hashBytes)
  const at = (index: number) => nodes.subarray(index * hashBytes, (index + 1) * hashBytes)
  let made = 0
  const put = async (index: number, bytes: Uint8Array) => {
    nodes.set(bytes, index * hashBytes)
    made += 1
    if (made % hashesAtOnce === 0) await nextTurn()
  }
  for (const [index, leaf] of leaves.entries()) await put(index, together(leaf))
  for (const [above, { start, count }] of levels.slice(1).entries()) {
    const below = levels[above] ?? { start: 0, count: 0 }
    for (let index = 0; index < count; index += 1) {
      const [left, right] = [2 * index, 2 * index + 1].map((each) =>
        each < below.count ? [at(below.start + each)] : [],
      )
      await put(start + index, together([...(left ?? []), ...(right ?? [])]))
    }
  }
  return { leaves: leaves.length, nodes, root: at(top.start) }
}

/** "binary sorted in ascending order, concatenated, and hashed" (§4.2); one alone is not hashed again. */
function together(hashes: Uint8Array[]): Uint8Array {
  const [one, ...others] = hashes
  if (one === undefined) throw new Error('a leaf of nothing')
  return others.length === 0 ? one : sha256(Buffer.concat(sorted(hashes)))
}

/** EvidenceRecord (§3.1) with one chain (§5.1): the first time stamp over the data, each further one over the one before. */
function recordOf(steps: RecordStep[]): Uint8Array {
  return sequence(
    integer(1),
    sequence(sequence(sha256Algorithm)),
    sequence(sequence(...steps.map(archiveTimestamp))),
  )
}

/** ArchiveTimeStamp (§4.1): [0] digestAlgorithm, [2] reducedHashtree, timeStamp; the module's tags are implicit. */
function archiveTimestamp({ first, siblings, token }: RecordStep): Uint8Array {
  const lists = listsOf(first, siblings)
  const tree =
    lists.length === 0 ? [] : [context(2, ...lists.map((list) => sequence(...sorted(list).map(octets))))]
  return sequence(context(0, sha256Algorithm), ...tree, token)
}

/**
 * The reduced hash tree (§4.2): the hashes with the same father as the data's, then of each level what its father needs; the
 * fathers themselves can be computed. None where the time stamp covers one hash alone.
 */
function listsOf(first: TreeLeaf, siblings: Uint8Array[]): Uint8Array[][] {
  const rest = siblings.map((each) => [each])
  if (first.length > 1) return [first, ...rest]
  const [beside, ...above] = rest
  return beside === undefined ? [] : [[...first, ...beside], ...above]
}

function sorted(hashes: Uint8Array[]): Uint8Array[] {
  return hashes.toSorted(Buffer.compare)
}

function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer')
}
