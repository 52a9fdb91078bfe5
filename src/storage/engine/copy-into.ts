import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { CopyIn } from './database.ts'

export function copyInto(pool: pg.Pool): CopyIn {
  return async (table, columns, lines) => {
    const client = await pool.connect()
    try {
      const copy = client.query(from(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
      await pipeline(Readable.from([lines.join('')]), copy)
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }
}
