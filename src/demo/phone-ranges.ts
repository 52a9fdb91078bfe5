/**
 * Phone numbers that regulators keep for fiction, so that no demo member is a real subscriber: Bundesnetzagentur
 * (+49 171 39200 00-99, +49 30 23125 000-999), Ofcom (+44 7700 900000-900999), NANP (+1 <area> 555 0100-0199).
 * India, Romania, Russia and Spain keep none, so their members have foreign numbers.
 */
export type PhoneRange = 'germany' | 'britain' | 'northAmerica'

const areaCodes = ['212', '305', '312', '415', '503', '602', '617', '702', '718', '786', '416', '604']

/** Gives every caller another number of the range. */
export function createPhoneBook(): (range: PhoneRange) => string {
  const issued = { germany: 0, britain: 0, northAmerica: 0 }
  return (range) => numberOf[range](issued[range]++)
}

const numberOf: Readonly<Record<PhoneRange, (index: number) => string>> = {
  germany: (index) =>
    index % 2 === 0 && index < 200
      ? `+4917139200${digits(spread(index / 2, 100), 2)}`
      : `+493023125${digits(spread(index, 1000), 3)}`,
  britain: (index) => `+447700900${digits(spread(index, 1000), 3)}`,
  northAmerica: (index) =>
    `+1${areaCodes[index % areaCodes.length]}555${digits(100 + spread(Math.floor(index / areaCodes.length), 100), 4)}`,
}

/** Visits every number of a range of 100 or 1,000 once, without neat rows. */
function spread(index: number, size: number): number {
  if (index >= size) throw new RangeError(`all ${size} numbers of a range are taken`)
  return (index * 37 + 11) % size
}

function digits(value: number, length: number): string {
  return value.toString().padStart(length, '0')
}
