import { randomUUIDv7 } from 'node:crypto'

/**
 * In ascending order, also against those made in an earlier millisecond: jobs that were queued in one transaction are
 * taken in the order of their ids.
 */
export function deliveryIds(count: number): string[] {
  return Array.from({ length: count }, () => randomUUIDv7()).toSorted()
}
