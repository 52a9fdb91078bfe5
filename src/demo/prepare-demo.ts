/**
 * The demo base: made when the assistant starts for the first time with nothing of its own, and built anew from its seed
 * whenever it starts on another day, so that its dates move along. What people chose as their language stays. A start
 * that is interrupted leaves a base that counts as not built, so the next one builds it.
 */

import type { BackOfficeFiles } from '../back-office/back-office-files.ts'
import type { ImportOutcome } from '../back-office/importing/import-outcome.ts'
import { dateAt, type PlainDateIso } from '../domain/calendar.ts'
import { generateDemo } from './generate-demo.ts'

/** By member number. */
export type ChosenLanguages = Readonly<Record<string, string>>

/** What a demo base says of itself: complete for a date, or in the making, with the languages to bring back. */
export type DemoMark = { builtOn: PlainDateIso } | { builtOn: null; languages: ChosenLanguages }

export interface DemoBase {
  /** None for a base that is new. */
  mark: DemoMark | undefined
  saveMark(mark: DemoMark): Promise<void>
  empty(): Promise<void>
  chosenLanguages(): Promise<ChosenLanguages>
  restoreLanguages(languages: ChosenLanguages): Promise<void>
  linkPlaygroundChats(now: Temporal.Instant): Promise<void>
  importFiles(files: BackOfficeFiles, how: { asOf: Temporal.Instant; dryRun: false }): Promise<ImportOutcome>
}

const SEED = 1

export async function prepareDemo(base: DemoBase, now: Temporal.Instant, contractZone: string): Promise<void> {
  const { mark } = base
  const today = dateAt(now, contractZone)
  if (mark?.builtOn === today) return
  const languages = mark && mark.builtOn === null ? mark.languages : await base.chosenLanguages()
  await base.saveMark({ builtOn: null, languages })
  await base.empty()
  const files = new Map(Object.entries(generateDemo({ seed: SEED, now, contractZone })))
  const outcome = await base.importFiles(files, { asOf: now, dryRun: false })
  if (!outcome.ok) throw new Error(`the demo project is refused: ${JSON.stringify(outcome).slice(0, 1_000)}`)
  await base.restoreLanguages(languages)
  await base.linkPlaygroundChats(now)
  await base.saveMark({ builtOn: today })
}
