/** What backing up and restoring need of a database; `src/storage/` has it. */
import type { BackupHeader, BackupTable } from './backup-format.ts'
import type { BackupPart } from './read-backup.ts'

export interface BackupStore {
  /** Everything as it was at one moment. */
  inSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>
}

export interface Snapshot {
  base: BackupHeader['base']
  /** Those that were applied, in order. */
  migrations: string[]
  /** In an order in which they can be filled again. */
  tables: readonly SnapshotTable[]
}

interface SnapshotTable extends BackupTable {
  /** Some at a time, each as its JSON; ordered by primary key, whatever the collation. */
  rows(): AsyncIterable<readonly string[]>
}

export interface RestoreStore {
  /** Those that this version knows, in order. */
  migrations: readonly string[]
  /** Nothing was ever put into the base. */
  isNew(): Promise<boolean>
  /** All in one transaction; what the parts throw undoes it. */
  load(migrations: readonly string[], parts: AsyncIterable<BackupPart>): Promise<Loaded>
}

export type Loaded = { ok: true } | { ok: false; reason: 'not_new' | 'other_tables' }
