import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['{domain,contract,server,web}/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['tests/support/build.ts'],
    // Servers, browsers and judges share two cores: two files at a time, and patience instead of flakes.
    maxWorkers: 2,
    // Races and kills on a machine that others load too: one failure in CI is looked at once more, and still reported.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
