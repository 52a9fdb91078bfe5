/**
 * Data folders with the sample project in them. It is imported once in a run, by whichever test file comes first, next
 * to the run's other prepared databases; every test gets a copy.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { runKisht } from '../support/kisht-process.ts'

export const sampleProject = fileURLToPath(new URL('../support/sample-project', import.meta.url))
export const samplePolicy = join(sampleProject, 'policy.json')

const IMPORTED_AT = '2026-03-19T10:00:00+03:00'
const COMPLETE_UP_TO = '2026-03-19T09:00:00+03:00'

export async function sampleDataDir(): Promise<{ dataDir: string; remove(): void }> {
  const prepared = await prepare()
  const dataDir = mkdtempSync(join(tmpdir(), 'kisht-journey-'))
  cpSync(join(prepared, 'pglite'), join(dataDir, 'pglite'), { recursive: true })
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 }) }
}

/** Test files run side by side: the one that makes the folder fills it, the others wait for the mark in it. */
async function prepare(): Promise<string> {
  const template = inject('embeddedTemplateDir')
  const folder = join(dirname(template), 'sample-base')
  const mark = join(folder, 'ready')
  if (isFirst(folder)) {
    cpSync(join(template, 'pglite'), join(folder, 'pglite'), { recursive: true })
    const env = { CLOCK: IMPORTED_AT }
    const { exitCode, err } = await runKisht(['import', sampleProject, '--as-of', COMPLETE_UP_TO], {
      dataDir: folder,
      env,
    })
    writeFileSync(mark, exitCode === 0 ? '' : err)
    if (exitCode !== 0) throw new Error(`the sample project was not imported\n${err}`)
  }
  while (!existsSync(mark)) await wait(100)
  return folder
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}
