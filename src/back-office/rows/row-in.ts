import type { RecordSchema } from '../record-schema.ts'

/** The row that a schema reads. */
export type RowIn<S> = S extends RecordSchema<infer Row> ? Row : never
