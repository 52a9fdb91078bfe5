import { parseInstant } from '../../domain/calendar.ts'
import type { PlannerRun } from '../../nudges/planner-run.ts'
import type { Queries } from '../engine/database.ts'
import { readSetting, saveSetting } from '../engine/settings.ts'

const NAME = 'planner_last_run'

type RunValue = Omit<PlannerRun, 'at'> & { at: string }

export function savePlannerRun(queries: Queries, { at, considered, planned }: PlannerRun): Promise<void> {
  return saveSetting(queries, NAME, { at: at.toString(), considered, planned })
}

export async function readPlannerRun(queries: Queries): Promise<PlannerRun | undefined> {
  const run = await readSetting<RunValue>(queries, NAME)
  const at = run && parseInstant(run.at)
  return at && { ...run, at }
}
