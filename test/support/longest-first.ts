/**
 * The order in which test files begin, whatever project they belong to: the longest first, so that at the end no worker
 * waits long for another. On a machine that has not run them before nothing but this list knows how long they take.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those of more than half a minute. */
const longest = [
  'nudges/simulation',
  'nudges/delivery',
  'journeys/import-kill',
  'back-office/import-run',
  'journeys/api',
  'nudges/kill',
  'journeys/nudge-answers',
  'journeys/webhooks',
  'journeys/playground',
  'journeys/roles',
  'journeys/command-line',
  'journeys/end-of-grace',
  'cancellation/end-of-grace',
  'journeys/backup',
  'journeys/contact-settings',
  'webhooks/failures',
  'journeys/nudges',
  'nudges/recovery',
].map((name) => `/test/${name}.test.ts`)

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files)
    return others.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(name))
  return place < 0 ? longest.length : place
}
