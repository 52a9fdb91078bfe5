import type { Database } from '../../src/storage/engine/database.ts'

/** Every row of every table as text, but for the numbers that a sequence gave it. */
export async function baseContent({ prisma }: Database): Promise<Record<string, string[]>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations' ORDER BY tablename`
  const content: Record<string, string[]> = {}
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(
      `SELECT (to_jsonb(t) - 'id' - 'task_id')::text AS row FROM "${name}" t`,
    )
    content[name] = rows.map(({ row }) => row).toSorted()
  }
  return content
}
