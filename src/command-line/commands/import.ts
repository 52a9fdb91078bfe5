import { resolve } from 'node:path'
import type { ImportReport } from '../../back-office/importing/import-report.ts'
import { readFolder } from '../../back-office/sources/read-folder.ts'
import { type CliCommand, exitCodes, type Output } from '../command.ts'
import { importProgress } from '../import-progress.ts'
import { instantOption } from '../instant-option.ts'
import { textTable } from '../text-table.ts'

export const importCommand: CliCommand = {
  name: 'import',
  usage: 'import <folder> [--as-of <instant>] [--dry-run] [--json]',
  description: 'reads the CSV files of the back office',
  options: { 'as-of': { type: 'string' }, 'dry-run': { type: 'boolean' } },
  positionals: { least: 1, most: 1 },
  async run(args, output, services) {
    const [given = ''] = args.positionals
    const asOf = instantOption(args, 'as-of')
    const dryRun = args.options['dry-run'] === true
    if (services.isDemo) {
      output.err(
        'This is a demo base; real data never goes into it. Choose another DATA_DIR, or set DEMO=off for a new one.',
      )
      return exitCodes.refused
    }
    const files = await readFolder(resolve(args.workingDir, given)).catch(() => undefined)
    if (!files) {
      output.err(`${given} is not a folder that can be read.`)
      return exitCodes.refused
    }
    const outcome = await services.importFiles(files, {
      dryRun,
      progress: importProgress(output),
      ...(asOf && { asOf }),
    })
    if (!outcome.ok && outcome.reason === 'busy') {
      output.err('Another import is under way. Try again when it is done.')
      return exitCodes.busy
    }
    if (!outcome.ok) {
      for (const problem of outcome.problems) {
        if (args.options.json) output.out(JSON.stringify({ refused: problem }))
        else output.err(describeProblem(problem))
      }
      output.err(`Nothing was imported: ${outcome.problemCount} problem(s), ${outcome.problems.length} shown.`)
      return exitCodes.refused
    }
    if (args.options.json) output.out(JSON.stringify({ ...outcome.report, dryRun }))
    else printReport(outcome.report, dryRun, output)
    return outcome.report.payments.counts.quarantined > 0 ? exitCodes.refused : exitCodes.done
  },
}

function describeProblem(problem: {
  file: string
  line: number
  column: string | null
  value: string | null
  expected: string
}) {
  const place = [problem.file, problem.line > 0 ? `line ${problem.line}` : '', problem.column ?? '']
  const found = problem.value === null ? '' : `; found ${JSON.stringify(problem.value)}`
  return `${place.filter((part) => part !== '').join(', ') || 'folder'}: expected ${problem.expected}${found}`
}

function printReport(report: ImportReport, dryRun: boolean, { out }: Output): void {
  const rows = report.files.map(({ file, read, added, changed, unchanged }) => [
    file,
    ...[read, added, changed, unchanged].map(String),
  ])
  textTable(['file', 'rows', 'added', 'changed', 'unchanged'], rows).forEach(out)
  const { booked, alreadyThere, counts, quarantined, takenUp } = report.payments
  out(`Payments: ${booked} booked, ${alreadyThere} already there, ${counts.parked} of the booked parked on balances.`)
  if (takenUp.length > 0) out(`Taken up from the quarantine: ${some(takenUp, counts.takenUp)}`)
  for (const { paymentId, line, reason } of quarantined.slice(0, SHOWN)) {
    out(`In quarantine: ${paymentId}${line === null ? '' : ` (line ${line})`}: ${reason.replaceAll('_', ' ')}`)
  }
  if (counts.quarantined > SHOWN) out(`... and ${counts.quarantined - SHOWN} more: "kisht tasks" lists them all.`)
  if (report.historyPlans.length > 0)
    out(
      `Long past their last day, so history, and nobody is messaged: ${some(report.historyPlans, report.historyPlans.length)}`,
    )
  if (report.ignoredFiles.length > 0) out(`Not read: ${report.ignoredFiles.join(', ')}`)
  if (dryRun) out('This was a dry run: nothing was kept.')
}

/** For eyes; `--json` has more. */
const SHOWN = 20

function some(names: readonly string[], count: number): string {
  const shown = names.slice(0, SHOWN).join(', ')
  return count > SHOWN ? `${shown} and ${count - SHOWN} more` : shown
}
