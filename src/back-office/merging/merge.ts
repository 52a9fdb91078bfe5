/** Rows of a file laid over the records that are there. */

export interface Merged<R> {
  /** What there is after the import. */
  all: ReadonlyMap<string, R>
  /** What has to be written. */
  saved: readonly R[]
  added: ReadonlySet<string>
  counts: { added: number; changed: number; unchanged: number }
}

export function merge<Row, R extends object>(
  there: ReadonlyMap<string, R>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  lay: (row: Row, before: R | undefined) => R,
): Merged<R> {
  const all = new Map(there)
  const saved: R[] = []
  const added = new Set<string>()
  for (const row of rows) {
    const key = keyOf(row)
    const before = there.get(key)
    const record = lay(row, before)
    if (before && isSame(before, record)) continue
    all.set(key, record)
    saved.push(record)
    if (!before) added.add(key)
  }
  const changed = saved.length - added.size
  return { all, saved, added, counts: { added: added.size, changed, unchanged: rows.length - saved.length } }
}

/** A field that was not stated stays as it was. */
export function orBefore<T>(stated: T | null | undefined, before: T | null | undefined): T | null {
  return (stated === undefined ? before : stated) ?? null
}

export function byKey<R>(records: readonly R[], keyOf: (record: R) => string): Map<string, R> {
  return new Map(records.map((record) => [keyOf(record), record]))
}

function isSame<R extends object>(before: R, after: R): boolean {
  return Object.entries(after).every(([name, value]) => Object.is((before as Record<string, unknown>)[name], value))
}
