/** How many random cases each comparison tries, and how long it may take. A failure prints its seed and path. */
const isLong = process.env.LONG === 'on'

export const tried = { numRuns: isLong ? 100_000 : 1_000 }
export const patience = { timeout: isLong ? 60 * 60_000 : 10 * 60_000 }
