/** Moments that are hard on calendars. */
export const moments: readonly { when: string; now: string; zone?: string; seed?: number }[] = [
  { when: 'an ordinary day', now: '2026-11-22T16:00:00Z' },
  { when: 'a month end, a minute before midnight', now: '2026-03-31T20:59:30Z' },
  { when: 'a month end after a month of 31 days', now: '2026-08-31T09:00:00Z' },
  { when: 'a leap day', now: '2028-02-29T12:00:00Z' },
  { when: 'the day after a short February', now: '2027-03-01T05:00:00Z' },
  { when: 'the first second of a year', now: '2026-12-31T21:00:00Z' },
  { when: 'a day the clock goes forward', now: '2027-03-28T00:30:00Z', zone: 'Europe/Berlin' },
  { when: 'a day the clock goes back', now: '2026-10-25T00:30:00Z', zone: 'Europe/Berlin' },
  { when: 'a contract zone east of the date line', now: '2026-07-30T12:00:00Z', zone: 'Pacific/Auckland' },
  { when: 'another seed', now: '2026-05-30T12:00:00Z', seed: 20_261_122 },
]
