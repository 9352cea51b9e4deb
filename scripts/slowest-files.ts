import type { Reporter, TestModule } from 'vitest/node'

const shown = 25

/** Seconds of a file: its process made ready, what it imports, its hooks and tests. */
function secondsOf(file: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    file.diagnostic()
  return (environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration) / 1000
}

/** The slowest files with their seconds, longest first, and what all of them took together; null of a few files. */
export function slowestFiles(files: { name: string; seconds: number }[]): string | null {
  if (files.length <= shown) return null
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, shown)
  const sum = (some: typeof files) => some.reduce((all, { seconds }) => all + seconds, 0).toFixed(0)
  return [
    `The ${shown} slowest of ${files.length} test files (${sum(slowest)} of ${sum(files)} s):`,
    ...slowest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`),
  ].join('\n')
}

/** Says at the end of a run where its time went, before vitest's own closing lines. */
export const sayingTheSlowest: Reporter = {
  onTestRunEnd(files) {
    const said = slowestFiles(
      files.map((file) => ({ name: file.relativeModuleId, seconds: secondsOf(file) })),
    )
    if (said !== null) console.log(`\n${said}`)
  },
}
