/** What became of a file. `stuck`: it was accepted and could not be concluded, or something threw. */
type FoundOutcome = { file: string; outcome: string; stuck: string | null }

/**
 * What is wrong with what became of files: another outcome than the one that is expected, one that cannot be concluded or
 * ended in an exception, a file that was to be made and was not, and one that nobody expects.
 */
export function objectionsToOutcomes(wanted: Record<string, string>, found: FoundOutcome[]): string[] {
  const objections = found.flatMap(({ file, outcome, stuck }) => {
    if (stuck !== null) return [`${file}: ${outcome}, and then: ${stuck}`]
    if (!Object.hasOwn(wanted, file))
      return [`${file}: nobody says what must become of it (it was ${outcome})`]
    return outcome === wanted[file] ? [] : [`${file}: ${outcome}, and not ${wanted[file]}`]
  })
  const there = new Set(found.map(({ file }) => file))
  const absent = Object.keys(wanted).filter((file) => !there.has(file))
  return [...objections, ...absent.map((file) => `${file}: was to be made, and is not there`)]
}
