import type { CliCommand } from '../command.ts'
import { backup } from './backup.ts'
import { checkPolicy } from './check-policy.ts'
import { doctor } from './doctor.ts'
import { exportCommand } from './export.ts'
import { hold } from './hold.ts'
import { importCommand } from './import.ts'
import { link } from './link.ts'
import { nudge } from './nudge.ts'
import { overdue } from './overdue.ts'
import { pause } from './pause.ts'
import { plan } from './plan.ts'
import { policy } from './policy.ts'
import { restore } from './restore.ts'
import { resume } from './resume.ts'
import { tasks } from './tasks.ts'

export const cliCommands: readonly CliCommand[] = [
  importCommand,
  exportCommand,
  backup,
  restore,
  link,
  plan,
  overdue,
  tasks,
  nudge,
  pause,
  resume,
  hold,
  policy,
  checkPolicy,
  doctor,
]
