import {
  childrenOf,
  childTagged,
  expectTag,
  MalformedAsn1,
  numberOf,
  octetsOf,
  oidOf,
  readDer,
} from '../der.ts'
import { type DigestName, digestNames } from '../signature-algorithms.ts'
import { parseSignedData } from '../signed-data.ts'

/** ArchiveTimeStamp (RFC 4998 §4.1). `tree`: its reduced hash tree, the list of the data first; null: it covers one hash alone. */
export type ArchiveTimestamp = { digest: DigestName; tree: Uint8Array[][] | null; token: Uint8Array }

/**
 * An evidence record as read (RFC 4998 §3.1, §5.1); nothing of it is judged yet. `before`: the DER of the sequence of the
 * chains before each, as the hash tree renewal hashes it (§5.2).
 */
export type EvidenceRecord = { chains: { timestamps: ArchiveTimestamp[]; before: Uint8Array[] }[] }

/** More than anybody renews in a thousand years. */
const mostTimestamps = 1_000
const timestampInfo = '1.2.840.113549.1.9.16.1.4'

/** Whether bytes may be a record at all: a SEQUENCE that begins with version 1. */
export function looksLikeRecord(bytes: Uint8Array): boolean {
  try {
    const [version] = childrenOf(expectTag(readDer(bytes), 0x30))
    return version?.tag === 0x02 && numberOf(version) === 1
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
    return false
  }
}

/** Reads EvidenceRecord: version, digestAlgorithms, [0] cryptoInfos, [1] encryptionInfo, the sequence. Throws `MalformedAsn1`. */
export function readRecord(bytes: Uint8Array): EvidenceRecord {
  const whole = expectTag(readDer(bytes), 0x30)
  if (whole.bytes.length !== bytes.length) throw new MalformedAsn1('bytes behind the record')
  const fields = childrenOf(whole)
  if (numberOf(fields[0]) !== 1) throw new MalformedAsn1('not version 1')
  expectTag(fields[1], 0x30)
  // What was encrypted when it was stamped would have to be encrypted again first (§6.1).
  if (childTagged(fields, 0xa1)) throw new MalformedAsn1('a record of encrypted data')
  const chains = childrenOf(expectTag(fields.at(-1), 0x30))
  const read = chains.map((chain, index) => ({
    timestamps: childrenOf(expectTag(chain, 0x30)).map(({ bytes: one }) => readTimestamp(one)),
    before: chains.slice(0, index).map((each) => each.bytes),
  }))
  const count = read.reduce((sum, { timestamps }) => sum + timestamps.length, 0)
  if (count === 0 || count > mostTimestamps || read.some(({ timestamps }) => timestamps.length === 0))
    throw new MalformedAsn1(`${count} timestamps`)
  return { chains: read }
}

/** [0] digestAlgorithm, [1] attributes, [2] reducedHashtree, timeStamp; tags are implicit. */
function readTimestamp(bytes: Uint8Array): ArchiveTimestamp {
  const fields = childrenOf(expectTag(readDer(bytes), 0x30))
  const token = expectTag(fields.at(-1), 0x30).bytes
  const named = childTagged(fields, 0xa0)
  const lists = childTagged(fields, 0xa2)
  const tree =
    lists && childrenOf(lists).map((list) => childrenOf(expectTag(list, 0x30)).map((each) => octetsOf(each)))
  if (tree?.some((list) => list.length === 0)) throw new MalformedAsn1('an empty list of hashes')
  return {
    digest: named ? digestOf(oidOf(childrenOf(named)[0])) : digestOfToken(token),
    tree: tree ?? null,
    token,
  }
}

/** "If the optional field digestAlgorithm is not present, the digest algorithm of the timestamp MUST be used" (§4.1). */
function digestOfToken(token: Uint8Array): DigestName {
  const { content, contentType } = parseSignedData(token)
  if (contentType !== timestampInfo || content === null) throw new MalformedAsn1('not a TSTInfo')
  const imprint = childrenOf(readDer(content))[2]
  const [algorithm] = imprint ? childrenOf(imprint) : []
  return digestOf(oidOf(algorithm && childrenOf(algorithm)[0]))
}

function digestOf(oid: string): DigestName {
  const name = digestNames[oid]
  if (!name || name === 'sha1') throw new MalformedAsn1(`a digest that is not believed: ${oid}`)
  return name
}
