/**
 * A year of a project: 200 people, and 2,000 with LONG=on. What is checked stands in `simulation/check-*.ts`; the counts
 * are printed, and least numbers of everything asked for, so that a year in which nothing happens is no good year.
 */
import { expect, test } from 'vitest'
import { freshDatabase } from '../support/databases.ts'
import { checkCancellations } from './simulation/check-cancellations.ts'
import { checkEnd } from './simulation/check-end.ts'
import { Checks } from './simulation/checks.ts'
import { countYear, leastOf } from './simulation/counts.ts'
import { simulatePeople } from './simulation/people.ts'
import { FIRST_ON, liveThroughYear } from './simulation/year.ts'

const isLong = process.env.LONG === 'on'
const size = isLong ? { people: 2_000, days: 365 } : { people: 200, days: Number(process.env.DAYS ?? 365) }

test('a year in which everything goes wrong that can: nobody is told what is not so, or when they are not to be', {
  timeout: isLong ? 7_200_000 : 900_000,
}, async () => {
  const seed = Number(process.env.SEED ?? 7)
  const database = await freshDatabase('postgresql')
  try {
    const startedMs = performance.now()
    const people = simulatePeople(seed, size.people, FIRST_ON)
    const checks = new Checks(people)
    const year = await liveThroughYear(database, {
      seed,
      people,
      days: size.days,
      check: (lived) => checks.ofMessages(lived),
    })
    const cancellations = await checkCancellations(year)
    const { wrong, ...cancelled } = cancellations
    const counts = await countYear(year, checks.toldByStep)
    const seconds = Math.round((performance.now() - startedMs) / 1000)
    // biome-ignore lint/suspicious/noConsole: the counts are the point.
    console.info(JSON.stringify({ seed, ...size, seconds, ...counts, ...cancelled }))
    expect([...checks.violations, ...wrong, ...(await checkEnd(year))]).toEqual([])
    expect(leastOf({ ...counts, ...cancelled })).toEqual([])
  } finally {
    await database.close()
  }
})
