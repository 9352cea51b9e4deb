/**
 * Strangers' files are looked at one at a time, so that they never have both of the PDF worker's children and sealing
 * goes on beside them. Null: the line is too long already.
 */
export function oneAtATime(longestLine: number) {
  let inLine = 0
  let last: Promise<unknown> = Promise.resolve()
  return async <Result>(work: () => Promise<Result>): Promise<Result | null> => {
    if (inLine >= longestLine) return null
    inLine += 1
    const turn = last
      .catch(() => undefined)
      .then(work)
      .finally(() => {
        inLine -= 1
      })
    last = turn
    return turn
  }
}
