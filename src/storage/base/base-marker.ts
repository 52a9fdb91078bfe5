/** What a database is for: the demo or real people. Marked once; the two never mix. */
import type { DemoMark } from '../../demo/prepare-demo.ts'
import type { Queries } from '../engine/database.ts'
import { readSetting, saveSetting } from '../engine/settings.ts'

export type Base = { kind: 'new' } | MarkedBase
export type MarkedBase = { kind: 'real' } | ({ kind: 'demo' } & DemoMark)

const NAME = 'base'

export async function readBase(queries: Queries): Promise<Base> {
  const marker = await readSetting<MarkedBase>(queries, NAME)
  if (marker) return marker
  // Every import leaves its record in the same transaction: what was imported into is somebody's.
  return (await queries.importRun.count()) > 0 ? { kind: 'real' } : { kind: 'new' }
}

export function markBase(queries: Queries, base: MarkedBase): Promise<void> {
  return saveSetting(queries, NAME, { ...base })
}
