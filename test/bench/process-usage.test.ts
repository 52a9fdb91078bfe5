import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { cpuSecondsOf, cpuSecondsOfFamily } from '../../bench/process-usage.ts'

test.runIf(process.platform === 'linux')('what a process of a family used counts after it has ended', () => {
  const work = () => execFileSync(process.execPath, ['-e', 'const end = Date.now() + 300; while (Date.now() < end);'])
  const before = { alone: cpuSecondsOf(process.pid), family: cpuSecondsOfFamily(process.pid) }
  work()
  const ofChild = cpuSecondsOfFamily(process.pid) - before.family - (cpuSecondsOf(process.pid) - before.alone)
  expect(ofChild).toBeGreaterThan(0.05)
})
