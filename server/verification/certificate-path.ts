import { type Certificate, isIssuedBy } from './certificates.ts'

/** Deeper paths do not exist in earnest. */
const longestPath = 10
const mostOnPaths = 64
const mostNamesakes = 8

/**
 * The way from a certificate up to one that is trusted by itself: a self-signed one, or one of `anchors`; every link is
 * checked. The shortest, where there are several. `complete` is false where an issuer is not among the candidates: then
 * the path is the longest that was found.
 */
export function pathOf(
  leaf: Certificate,
  candidates: Certificate[],
  anchors: Certificate[],
): { path: Certificate[]; complete: boolean } {
  const byName = Map.groupBy([...anchors, ...candidates], ({ x509 }) => x509.subject)
  const isAnchor = ({ sha256 }: Certificate) => anchors.some((each) => each.sha256 === sha256)
  const seen = new Set([leaf.sha256])
  let level: Certificate[][] = [[leaf]]
  let longest = [leaf]
  for (let step = 0; step <= longestPath && level.length > 0; step += 1) {
    const next: Certificate[][] = []
    for (const path of level) {
      longest = path
      const [top] = path.slice(-1)
      if (top === undefined) continue
      if (isAnchor(top) || (top.x509.issuer === top.x509.subject && isIssuedBy(top, top))) {
        return { path, complete: true }
      }
      for (const issuer of (byName.get(top.x509.issuer) ?? []).slice(0, mostNamesakes)) {
        if (seen.has(issuer.sha256) || seen.size > mostOnPaths || !isIssuedBy(top, issuer)) continue
        seen.add(issuer.sha256)
        next.push([...path, issuer])
      }
    }
    level = next
  }
  return { path: longest, complete: false }
}
