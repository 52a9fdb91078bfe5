/** Medians, because one disturbed run must not decide; the spread beside them says how much to believe. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The nearest-rank percentile; of an even count the upper middle. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))
  return sorted[rank] ?? Number.NaN
}

/** `412 (398-420)` */
export function withSpread(values: readonly number[], digits = 0): string {
  const show = (value: number) => value.toFixed(digits)
  return `${show(median(values))} (${show(Math.min(...values))}-${show(Math.max(...values))})`
}
