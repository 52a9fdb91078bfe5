/** The base of a journey in a test's own hands while the product is stopped. */
import type { Database } from '../../src/storage/engine/database.ts'
import { openEmbedded } from '../../src/storage/engine/open-embedded.ts'
import type { Journey } from './journey.ts'

/** Starts it again afterwards, optionally at another time. */
export async function whileStopped<T>(
  journey: Journey,
  work: (database: Database) => Promise<T>,
  clock?: string,
): Promise<T> {
  await journey.kisht().stop()
  const opened = await openEmbedded(journey.dataDir)
  if (!opened.ok) throw new Error(`${journey.dataDir} is in use`)
  try {
    return await work(opened.database)
  } finally {
    await opened.database.close()
    await journey.startAgain(clock)
  }
}
