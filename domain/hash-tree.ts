/**
 * The shape of a hash tree (RFC 4998 §4.2) whose nodes have two children. Its hashes lie one level behind the other, leaves
 * first; what is left over at the end of a level goes up as it is, so that nothing is made up to fill it.
 */

/** Where each level begins, and how many hashes it has; the last one is the root alone. */
export function levelsOf(leaves: number): { start: number; count: number }[] {
  const levels: { start: number; count: number }[] = []
  for (let start = 0, count = leaves; count > 0; start += count, count = Math.ceil(count / 2)) {
    levels.push({ start, count })
    if (count === 1) break
  }
  return levels
}

/**
 * Where the hashes lie that lead from a leaf to the root, one for each level on which it has company: with the hash made so
 * far each of them makes the next one (RFC 4998 §4.2, generation of the reduced hash tree).
 */
export function siblingsOf(leaves: number, position: number): number[] {
  const places: number[] = []
  let at = position
  for (const { start, count } of levelsOf(leaves)) {
    const beside = at % 2 === 0 ? at + 1 : at - 1
    if (beside < count) places.push(start + beside)
    at = Math.floor(at / 2)
  }
  return places
}
