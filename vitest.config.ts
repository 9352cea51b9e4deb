import { configDefaults, defineConfig } from 'vitest/config'
import { sayingTheSkipped } from './scripts/skipped-tests.ts'
import { sayingTheSlowest } from './scripts/slowest-files.ts'

/** What holds the processor time of twice the input against that of once. */
const measuring = ['tests/**/doubling*.test.ts', 'tests/pades/content-end.test.ts']

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    // Servers, browsers and judges share two cores: two files that work and one that waits at a time, and patience instead of
    // flakes.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A second, which is vitest's own, is short where others use the processors too.
    expect: { poll: { timeout: 60_000 } },
    teardownTimeout: 30_000,
    reporters: [sayingTheSlowest, sayingTheSkipped, ...configDefaults.reporters],
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          // Beside what they test. They start nothing and keep nothing, so that files share a process.
          include: ['{domain,contract,server,web}/**/*.test.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'doors',
          // Through the doors: a build, one PostgreSQL and a seeded database that each file clones. What a file starts is of its
          // own, and what it imports is kept for the next one: to load it anew took each file 0.7 s of a processor.
          include: ['tests/**/*.test.ts'],
          exclude: measuring,
          globalSetup: ['tests/support/build.ts'],
          setupFiles: ['tests/support/processor-time.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'doubling',
          // Each file has a process of its own: what others left to be collected made these measurements take minutes.
          include: measuring,
          setupFiles: ['tests/support/processor-time.ts'],
        },
      },
    ],
  },
})
