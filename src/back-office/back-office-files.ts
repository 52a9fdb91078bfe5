/** The six files of the back office. Any of them may be missing: they come alone and again. (CONTRACT "Import format".) */

export const fileNames = [
  'members.csv',
  'packages.csv',
  'plans.csv',
  'installments.csv',
  'payments.csv',
  'offers.csv',
] as const
export type FileName = (typeof fileNames)[number]

export type FileContent = Uint8Array | string | AsyncIterable<Uint8Array>

/** By file name; other names are ignored. */
export type BackOfficeFiles = ReadonlyMap<string, FileContent>
