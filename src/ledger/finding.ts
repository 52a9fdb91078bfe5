/** One thing that was found, as plain data. */
export type Detail = Readonly<Record<string, string | number | null>>
