/** The tables of a schema as the database itself describes them. */
import type { Queries } from '../engine/database.ts'
import { schemaTables } from '../engine/migrate.ts'

export interface Table {
  name: string
  /** Those that can be written, in order. */
  columns: readonly Column[]
  primaryKey: readonly Column[]
}

export interface Column {
  name: string
  /** As a cast names it: `timestamp(3) with time zone`. */
  type: string
  /** Its order depends on a collation. */
  isCollated: boolean
  /** What numbers it, as a name that can be quoted as text. */
  sequence: string | null
}

export interface Reference {
  constraint: string
  table: string
  referenced: string
}

interface ColumnRow extends Column {
  table: string
  keyPlace: number | null
}

export async function currentSchema(queries: Queries): Promise<string> {
  const [row] = await queries.$queryRaw<{ name: string | null }[]>`SELECT current_schema()::text AS name`
  if (!row?.name) throw new Error('the database has no schema for our tables')
  return row.name
}

/** In alphabetical order. The record of the migrations is not among them: it tells of the database, not of its content. */
export async function readTables(queries: Queries, schema: string): Promise<Table[]> {
  const rows = await queries.$queryRaw<ColumnRow[]>`
    SELECT c.relname::text AS "table", a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
      a.attcollation <> 0 AS "isCollated", array_position(i.indkey::int2[], a.attnum) AS "keyPlace",
      pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) AS sequence
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE n.nspname = ${schema} AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
    ORDER BY c.relname COLLATE "C", a.attnum`
  const byTable = Map.groupBy(rows, ({ table }) => table)
  return [...byTable].map(([name, columns]) => ({
    name,
    columns,
    primaryKey: columns
      .filter(({ keyPlace }) => keyPlace !== null)
      .toSorted((one, other) => Number(one.keyPlace) - Number(other.keyPlace)),
  }))
}

/** Others may keep tables in the same schema; those are theirs to look after. */
export async function readOurTables(queries: Queries, schema: string): Promise<Table[]> {
  const ours = new Set(schemaTables())
  return (await readTables(queries, schema)).filter(({ name }) => ours.has(name))
}

export function readReferences(queries: Queries, schema: string): Promise<Reference[]> {
  return queries.$queryRaw`
    SELECT k.conname::text AS constraint, c.relname::text AS "table", r.relname::text AS referenced
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_class r ON r.oid = k.confrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND n.nspname = ${schema}`
}

/** What is referred to comes first. A table's references to itself do not count; a circle of several is refused. */
export function inOrderOfReferences(tables: readonly Table[], references: readonly Reference[]): Table[] {
  const ordered: Table[] = []
  const waiting = new Map(tables.map((table) => [table.name, table]))
  const refersToWaiting = (name: string) =>
    references.some(({ table, referenced }) => table === name && referenced !== name && waiting.has(referenced))
  while (waiting.size > 0) {
    const next = [...waiting.values()].find(({ name }) => !refersToWaiting(name))
    if (!next) throw new Error(`these tables refer to each other: ${[...waiting.keys()].join(', ')}`)
    waiting.delete(next.name)
    ordered.push(next)
  }
  return ordered
}

export function quoted(...names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.')
}
