import type { Reporter, TestModule } from 'vitest/node'

const shown = 25

/** `processor`: of its process and all that it started, PostgreSQL not among them; undefined where the system does not say. */
export type FileTime = { name: string; seconds: number; processor: number | undefined }

/** Seconds of a file: its process made ready, what it imports, its hooks and tests. */
function secondsOf(file: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    file.diagnostic()
  return (environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration) / 1000
}

/**
 * The slowest files with their seconds and those of the processor, longest first, and what all of them took together; null of a
 * few files. A file whose processor seconds are few waits, and one that has as many of them works: they ask for different cures.
 */
export function slowestFiles(files: FileTime[]): string | null {
  if (files.length <= shown) return null
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, shown)
  const sum = (some: FileTime[]) => some.reduce((all, { seconds }) => all + seconds, 0).toFixed(0)
  const processor = files.reduce((all, each) => all + (each.processor ?? 0), 0)
  const ofProcessor = processor === 0 ? '' : `, ${processor.toFixed(0)} s of processor time`
  return [
    `The ${shown} slowest of ${files.length} test files (${sum(slowest)} of ${sum(files)} s${ofProcessor}):`,
    ...slowest.map(
      ({ name, seconds, processor: own }) =>
        `${seconds.toFixed(1).padStart(7)} s ${(own?.toFixed(1) ?? '').padStart(6)}  ${name}`,
    ),
  ].join('\n')
}

/** Says at the end of a run where its time went, before vitest's own closing lines. */
export const sayingTheSlowest: Reporter = {
  onTestRunEnd(files) {
    const said = slowestFiles(
      files.map((file) => ({
        name: file.relativeModuleId,
        seconds: secondsOf(file),
        processor: file.meta().processorSeconds,
      })),
    )
    if (said !== null) console.log(`\n${said}`)
  },
}
