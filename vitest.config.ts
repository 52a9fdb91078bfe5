import { defineConfig } from 'vitest/config'
import { compilingOnce } from './test/support/kisht-process.ts'
import { LongestFirst } from './test/support/longest-first.ts'

/** Folders of test/ whose tests open databases. */
const integration = ['back-office', 'cancellation', 'ledger', 'nudges', 'storage', 'contracts', 'webhooks'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)
const journeys = ['test/journeys/**/*.test.ts']
const withDatabases = {
  globalSetup: ['test/support/global-setup.ts'],
  execArgv: compilingOnce,
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    // Most of these tests wait for a process or a database most of the time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...integration, ...journeys] } },
      { test: { name: 'integration', include: integration, ...withDatabases } },
      { test: { name: 'journeys', include: journeys, ...withDatabases } },
    ],
  },
})
