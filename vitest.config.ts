import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['{domain,contract,server,web}/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['tests/support/build.ts'],
    // Servers, browsers and judges share two cores: two files at a time, and patience instead of flakes.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
