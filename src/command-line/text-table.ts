/** Columns as wide as their widest cell; columns whose cells are all figures are set to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = header.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? '')
    const isNumeric = cells.length > 0 && cells.every((cell) => /^-?[\d.,%]*$/.test(cell))
    return { width: cells.reduce((widest, cell) => Math.max(widest, cell.length), title.length), isNumeric }
  })
  const line = (cells: readonly string[]) =>
    columns
      .map(({ width, isNumeric }, column) => {
        const cell = cells[column] ?? ''
        return isNumeric ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(header), ...rows.map(line)]
}
