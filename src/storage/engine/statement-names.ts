/**
 * Names for prepared statements: PostgreSQL reads and plans a named one once per connection, which is half of its work on
 * a short statement. Only the first texts get one, so that statements made up as needed cannot fill its memory.
 */
import { createHash } from 'node:crypto'

const MOST_NAMES = 200

export function createStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= MOST_NAMES) return UNNAMED
    const name = createHash('sha256').update(sql).digest('base64url')
    names.set(sql, name)
    return name
  }
}

const UNNAMED = ''
