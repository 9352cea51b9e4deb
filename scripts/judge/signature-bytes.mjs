/** Takes signatures out of a PDF by plain byte search, so that no PDF library stands between file and judge. */

/** Each signature of a file in the order of its bytes: where it lies, its CMS, what it covers; `archive`: a document timestamp. */
export function signaturesIn(bytes) {
  const text = bytes.toString('latin1')
  const found = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) => {
    const [start, length, rest, restLength] = match.slice(1).map(Number)
    const gap = { start: length, end: rest }
    const padded = Buffer.from(text.slice(gap.start + 1, gap.end - 1), 'hex')
    return {
      gap,
      rangeAt: match.index,
      rangeText: match[0],
      cms: padded.subarray(0, readElement(padded, 0)?.end ?? 0),
      content: Buffer.concat([bytes.subarray(start, length), bytes.subarray(rest, rest + restLength)]),
      end: rest + restLength,
      archive: /\/SubFilter\s*\/ETSI\.RFC3161[^>]*$/.test(
        text.slice(Math.max(0, match.index - 200), match.index),
      ),
    }
  })
  return found.sort((a, b) => a.end - b.end)
}

/** Signature value and timestamp token of a CMS with one signer; `token` is null when there is none. */
export function partsOfCms(cms) {
  const signedData = childrenOf(cms, childrenOf(cms, childrenOf(cms, readElement(cms, 0))[1])[0])
  const signerInfo = childrenOf(cms, childrenOf(cms, signedData.at(-1))[0])
  const value = signerInfo.find(({ tag }) => tag === 0x04)
  const unsigned = signerInfo.find(({ tag }) => tag === 0xa1)
  const attributes = unsigned ? childrenOf(cms, unsigned).map((attribute) => childrenOf(cms, attribute)) : []
  const timestamp = attributes.find(
    ([type]) => cms.toString('hex', type.content, type.end) === SIGNATURE_TIMESTAMP,
  )
  const token = timestamp && childrenOf(cms, timestamp[1])[0]
  return {
    value: cms.subarray(value.content, value.end),
    token: token ? cms.subarray(token.start, token.end) : null,
  }
}

/** 1.2.840.113549.1.9.16.2.14 */
const SIGNATURE_TIMESTAMP = '2a864886f70d010910020e'

function readElement(bytes, start) {
  const first = bytes[start + 1]
  if (first === undefined) return null
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  const content = start + 2 + lengthBytes
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(start + 2, Math.min(lengthBytes, 6))
  return { tag: bytes[start], start, content, end: content + length }
}

function childrenOf(bytes, parent) {
  const children = []
  for (let at = parent.content; at < parent.end; ) {
    const child = readElement(bytes, at)
    children.push(child)
    at = child.end
  }
  return children
}
