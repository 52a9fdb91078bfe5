/** Who the playground shows first: the same member numbers for every seed and date. */
export const featuredMemberNos = {
  /** Hindi, Jaipur: 2,000 shares for 6 x 100.00 EUR, #3 exactly 18 days late: the day of the final notice. */
  jaipurInvestor: 'M-1001',
  /** Spanish, Madrid: a partner without a plan; a large structure with late plans in several currencies. */
  madridPartner: 'M-1002',
  /** German, Berlin: an installment is due today. */
  berlinInvestor: 'M-1003',
  /** Romanian, Bucharest: paid two installments at once and is ahead. */
  bucharestInvestor: 'M-1004',
  /** Russian, Moscow: grace day 19, the last day. */
  moscowInvestor: 'M-1005',
  /** English, London: repaid early, completed, bonuses credited. */
  londonInvestor: 'M-1006',
  /** Spanish, Madrid: balance topped up, nothing bought yet. */
  toppedUpNewcomer: 'M-1007',
  /** German, Vienna: a cancelled plan. */
  viennaInvestor: 'M-1008',
  /** Hindi, India: several plans, one of them due in three days. */
  severalPlansInvestor: 'M-1009',
  /** Russian, Moscow: partner and investor at once. */
  investingPartner: 'M-1010',
  /** English, Auckland: due tomorrow in the contract zone; today or tomorrow here, across the date line. */
  aucklandInvestor: 'M-1011',
  /** English, India: 20 days late, cancellation is due. */
  cancellationDueInvestor: 'M-1012',
  /** Romanian, Bucharest: registered, nothing more. */
  registeredNewcomer: 'M-1013',
} as const

export type FeaturedName = keyof typeof featuredMemberNos

/** Who they are and where in the structure; what they bought is in featured-plans. */
export interface FeaturedSeat {
  readonly fullName: string
  readonly mailbox: string
  readonly regionTag: string
  readonly level: number
  readonly isPartner: boolean
  /** Any partner one level up, if not named. */
  readonly sponsor?: FeaturedName
}

export const featuredSeats: Readonly<Record<FeaturedName, FeaturedSeat>> = {
  jaipurInvestor: investor('मीरा शेखावत', 'meera.shekhawat', 'hi', 3, 'madridPartner'),
  madridPartner: partner('Lucía Navarro Montero', 'lucia.navarro', 'es', 2),
  berlinInvestor: investor('Jonas Lindner', 'jonas.lindner', 'de', 3),
  bucharestInvestor: investor('Ioana Rădulescu', 'ioana.radulescu', 'ro', 4),
  moscowInvestor: investor('Анна Березина', 'anna.berezina', 'ru', 3, 'investingPartner'),
  londonInvestor: investor('Eleanor Ashworth', 'eleanor.ashworth', 'en', 3),
  toppedUpNewcomer: investor('Javier Olmedo Fuentes', 'javier.olmedo', 'es', 3, 'madridPartner'),
  viennaInvestor: investor('Theresa Sonnleitner', 'theresa.sonnleitner', 'de-AT', 4),
  severalPlansInvestor: investor('राजेश माहेश्वरी', 'rajesh.maheshwari', 'hi-IN', 3, 'madridPartner'),
  investingPartner: partner('Сергей Третьяков', 'sergey.tretyakov', 'ru', 2),
  aucklandInvestor: investor('Olivia Thornbury', 'olivia.thornbury', 'en-NZ', 4),
  cancellationDueInvestor: investor('Nathaniel Fenwick', 'nathaniel.fenwick', 'en-IN', 3, 'madridPartner'),
  registeredNewcomer: investor('Mircea Păunescu', 'mircea.paunescu', 'ro', 5),
}

function investor(
  fullName: string,
  mailbox: string,
  regionTag: string,
  level: number,
  sponsor?: FeaturedName,
): FeaturedSeat {
  return { fullName, mailbox, regionTag, level, isPartner: false, ...(sponsor && { sponsor }) }
}

function partner(fullName: string, mailbox: string, regionTag: string, level: number): FeaturedSeat {
  return { fullName, mailbox, regionTag, level, isPartner: true }
}
