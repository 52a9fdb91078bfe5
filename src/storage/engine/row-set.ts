/** A set of rows as one JSON text, read in SQL by `json_to_recordset`, which casts every field from its text. */
import { inPortions } from '../../domain/portions.ts'

type Field = string | number | bigint | boolean | Temporal.Instant | object | null

export function rowSet(rows: readonly Readonly<Record<string, Field>>[]): string {
  return JSON.stringify(rows, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}

/** Sets that stay small enough for one parameter. */
export function inChunks<T>(rows: readonly T[], size = 20_000): T[][] {
  return inPortions(rows, size)
}
