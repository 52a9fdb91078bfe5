/**
 * The demo base: made when the assistant starts for the first time with nothing of its own, and built anew from its seed
 * whenever it starts on another day, so that its dates move along. What people chose as their language stays.
 */

import type { BackOfficeFiles } from '../back-office/back-office-files.ts'
import type { ImportOutcome } from '../back-office/import-folder.ts'
import { dateAt, type PlainDateIso } from '../domain/calendar.ts'
import { generateDemo } from './generate-demo.ts'

export interface DemoBase {
  /** The date it was built for; none for a base that is new. */
  builtOn?: PlainDateIso
  empty(): Promise<void>
  chosenLanguages(): Promise<ReadonlyMap<string, string>>
  restoreLanguages(languages: ReadonlyMap<string, string>): Promise<void>
  linkPlaygroundChats(now: Temporal.Instant): Promise<void>
  mark(builtOn: PlainDateIso): Promise<void>
  importFiles(files: BackOfficeFiles, how: { asOf: Temporal.Instant; dryRun: false }): Promise<ImportOutcome>
}

const SEED = 1

export async function prepareDemo(base: DemoBase, now: Temporal.Instant, contractZone: string): Promise<void> {
  const today = dateAt(now, contractZone)
  if (base.builtOn === today) return
  const languages = await base.chosenLanguages()
  if (base.builtOn) await base.empty()
  await base.mark(today)
  const files = Object.entries(generateDemo({ seed: SEED, now, contractZone }))
  const outcome = await base.importFiles(new Map(files), {
    asOf: now,
    dryRun: false,
  })
  if (!outcome.ok) throw new Error(`the demo project is refused: ${JSON.stringify(outcome.problems.slice(0, 3))}`)
  await base.restoreLanguages(languages)
  await base.linkPlaygroundChats(now)
}
