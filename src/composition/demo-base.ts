import { importFolder } from '../back-office/importing/import-folder.ts'
import type { DemoBase } from '../demo/prepare-demo.ts'
import type { Policy } from '../domain/policy.ts'
import { type Base, markBase } from '../storage/base/base-marker.ts'
import { chosenLanguages, emptyDemo, linkPlaygroundChats, restoreLanguages } from '../storage/base/demo-base.ts'
import type { Database } from '../storage/engine/database.ts'
import { importPartsOf } from './import-parts.ts'

export function demoBase(database: Database, base: Base, policy: Policy, now: () => Temporal.Instant): DemoBase {
  return {
    mark: base.kind === 'demo' ? base : undefined,
    empty: () => emptyDemo(database),
    chosenLanguages: () => chosenLanguages(database),
    restoreLanguages: (languages) => restoreLanguages(database, languages),
    linkPlaygroundChats: (at) => linkPlaygroundChats(database, at),
    saveMark: (mark) => markBase(database.prisma, { kind: 'demo', ...mark }),
    importFiles: (files, how) => importFolder({ ...importPartsOf({ database, policy }), now: now(), files, ...how }),
  }
}
