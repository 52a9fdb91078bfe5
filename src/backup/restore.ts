/**
 * Fills a new base from a backup. The file is proved as a whole before anything is written, and proved again while it is
 * loaded, in one transaction: what is interrupted leaves the base new.
 */
import type { BackupHeader } from './backup-format.ts'
import type { RestoreStore } from './backup-store.ts'
import { BackupFault, type FaultReason, proveBackup, readBackup } from './read-backup.ts'

export type Restored =
  | { ok: true; header: BackupHeader }
  | { ok: false; reason: FaultReason | 'not_new' | 'other_tables' }
  /** What it knows and this version does not. */
  | { ok: false; reason: 'newer_version'; migrations: readonly string[] }
  /** The code is the system's: `ENOENT`, `EACCES`. */
  | { ok: false; reason: 'not_readable'; code: string }

export async function restore({ store, file }: { store: RestoreStore; file: string }): Promise<Restored> {
  try {
    if (!(await store.isNew())) return { ok: false, reason: 'not_new' }
    const header = await proveBackup(file)
    const unknown = header.migrations.filter((name) => !store.migrations.includes(name))
    if (unknown.length > 0) return { ok: false, reason: 'newer_version', migrations: unknown }
    const loaded = await store.load(header.migrations, readBackup(file))
    return loaded.ok ? { ok: true, header } : loaded
  } catch (error) {
    if (error instanceof BackupFault) return { ok: false, reason: error.reason }
    const { syscall, code } = error as NodeJS.ErrnoException
    if ((syscall === 'open' || syscall === 'read') && code !== undefined) {
      return { ok: false, reason: 'not_readable', code }
    }
    throw error
  }
}
