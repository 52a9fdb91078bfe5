/** Fills a new base from a backup, in one transaction. */
import type { RestoreStore } from '../../backup/backup-store.ts'
import { readBase } from '../base/base-marker.ts'
import type { Database, Queries } from '../engine/database.ts'
import { lockLedger } from '../engine/ledger-lock.ts'
import { migrationNames } from '../engine/migrate.ts'
import { fillTables, OtherTables } from './fill-tables.ts'
import { throughOlderSchema } from './older-schema.ts'
import { currentSchema, quoted, readOurTables } from './table-catalog.ts'
import { longTransaction, pinTextForms } from './text-forms.ts'

export function openRestoreStore({ prisma }: Pick<Database, 'prisma'>): RestoreStore {
  const known = migrationNames()
  return {
    migrations: known,
    isNew: () => isNew(prisma),
    async load(migrations, parts) {
      try {
        return await prisma.$transaction(async (transaction) => {
          await lockLedger(transaction)
          if (!(await isNew(transaction))) return { ok: false, reason: 'not_new' }
          await pinTextForms(transaction)
          // What a new base says of itself; the restored one says it anew.
          await transaction.setting.deleteMany()
          const missing = known.filter((name) => !migrations.includes(name))
          const fill = (schema: string) => fillTables(transaction, schema, parts)
          if (missing.length > 0) await throughOlderSchema(transaction, { migrations, missing, fill })
          else await fill(await currentSchema(transaction))
          return { ok: true }
        }, longTransaction)
      } catch (error) {
        if (error instanceof OtherTables) return { ok: false, reason: 'other_tables' }
        throw error
      }
    },
  }
}

/** Opening a base leaves settings in it, but nothing of anybody's. */
async function isNew(queries: Queries): Promise<boolean> {
  if ((await readBase(queries)).kind !== 'new') return false
  const schema = await currentSchema(queries)
  const tables = (await readOurTables(queries, schema)).filter(({ name }) => name !== 'setting')
  const filled = tables.map(({ name }) => `EXISTS (SELECT FROM ${quoted(schema, name)})`).join(' OR ')
  const [row] = await queries.$queryRawUnsafe<{ isFilled: boolean }[]>(`SELECT ${filled} AS "isFilled"`)
  return row?.isFilled === false
}
