import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportFolder } from '../../src/back-office/exporting/export-folder.ts'
import { importFolder } from '../../src/back-office/importing/import-folder.ts'
import { readFolder } from '../../src/back-office/sources/read-folder.ts'
import { importPartsOf } from '../../src/composition/import-parts.ts'
import { generateDemo } from '../../src/demo/generate-demo.ts'
import { defaultPolicy as policy } from '../../src/domain/policy.ts'
import { openExportStore } from '../../src/storage/back-office/export-store.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { emptyDatabase, freshDatabase } from '../support/databases.ts'

let database: Database
let folder: string
beforeAll(async () => {
  database = await freshDatabase('postgresql')
  folder = await mkdtemp(join(tmpdir(), 'kisht-folder-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

test('the demo project goes through a folder and comes back the same', async () => {
  const now = Temporal.Instant.from('2026-11-22T10:00:00Z')
  const parts = importPartsOf({ database, policy })
  const demo = new Map(Object.entries(generateDemo({ seed: 1, now, contractZone: policy.contractZone })))
  expect((await importFolder({ ...parts, now, files: demo, asOf: now, dryRun: false })).ok).toBe(true)
  const order = { store: openExportStore(database), policy, folder }
  const { files, notHeld } = await exportFolder(order)
  expect(notHeld).toMatchObject({ chatLinks: 0, olderOfferVersions: 0, asOfStatement: 1 })
  expect((await readdir(folder)).toSorted()).toEqual([...files.keys()].toSorted())

  await writeFile(join(folder, 'notes.txt'), 'not for us')
  await emptyDatabase(database)
  const outcome = await importFolder({ ...parts, now, files: await readFolder(folder), dryRun: false })
  expect(outcome).toMatchObject({ ok: true, report: { ignoredFiles: ['notes.txt'], payments: { quarantined: [] } } })
  await exportFolder(order)
  for (const [name, text] of files) expect(await readFile(join(folder, name), 'utf8')).toBe(text)
})
