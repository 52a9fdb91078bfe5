import { afterAll, beforeAll, expect, test, describe } from 'vitest'
import { engines, freshDatabase } from '../support/databases.ts'
import type { Database } from '../../src/storage/database.ts'
import { openImportStore } from '../../src/storage/import-store.ts'
import { openExportStore } from '../../src/storage/export-store.ts'
import { openExamineStore } from '../../src/storage/examine-store.ts'
import { importFolder } from '../../src/back-office/import-folder.ts'
import { exportFiles } from '../../src/back-office/export-folder.ts'
import { examine } from '../../src/ledger/examine.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { generateDemo } from '../../src/demo/generate-demo.ts'
describe.each(engines)('%s', (engine) => {
  let database: Database
  beforeAll(async () => { database = await freshDatabase(engine) })
  afterAll(() => database.close())
  test('demo', async () => {
    const now = Temporal.Instant.from('2026-11-22T10:00:00Z')
    const files = new Map(Object.entries(generateDemo({ seed: 1, now, contractZone: 'Europe/Moscow' })))
    const policy = defaultPolicy
    for (let k = 0; k < 3; k++) {
    const t = performance.now()
    const r = await importFolder({ store: openImportStore(database), policy, now, files, dryRun: k===0 })
    console.log(engine, performance.now() - t, r.ok)
    }
    const t = performance.now()
    const e = await exportFiles({ store: openExportStore(database), policy })
    console.log('export', performance.now() - t, e.notHeld)
    for (const [name, text] of e.files) expect(text.split('\n').toSorted(), name).toEqual((files.get(name) ?? '').replaceAll('\r','').split('\n').toSorted())
    const t2 = performance.now()
    console.log(JSON.stringify(await examine({ store: openExamineStore(database), policy, now })).slice(0, 2500), performance.now() - t2)
  })
})
