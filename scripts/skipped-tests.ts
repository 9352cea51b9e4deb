import type { Reporter } from 'vitest/node'

/** For each thing that this machine lacks, how many tests were skipped for it; `undefined`: for another reason. */
export function skippedTests(lacks: (string | undefined)[]): string[] {
  const counts = new Map<string | undefined, number>()
  for (const each of lacks) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts].map(([what, count]) =>
    what === undefined
      ? `${count} skipped for another reason`
      : `${count} skipped because this is missing: ${what}`,
  )
}

/** Says at the end of a run what was not tested, and why, before vitest's own closing lines. */
export const sayingTheSkipped: Reporter = {
  onTestRunEnd(files) {
    const skipped = files.flatMap((file) => [...file.children.allTests('skipped')])
    const said = skippedTests(skipped.map((each) => each.meta().lacks))
    if (said.length > 0) console.log(`\n${said.join('\n')}`)
  },
}
