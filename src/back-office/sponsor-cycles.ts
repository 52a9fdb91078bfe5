import type { MemberRecord } from './back-office-records.ts'

/** Members whose line of sponsors comes back to themselves. */
export function membersInCycles(members: ReadonlyMap<string, Pick<MemberRecord, 'sponsorNo'>>): Set<string> {
  const inCycle = new Set<string>()
  const done = new Set<string>()
  for (const start of members.keys()) {
    const path = new Set<string>()
    let memberNo: string | null | undefined = start
    while (memberNo && !done.has(memberNo) && !path.has(memberNo)) {
      path.add(memberNo)
      memberNo = members.get(memberNo)?.sponsorNo
    }
    if (memberNo && path.has(memberNo)) {
      const line = [...path]
      for (const member of line.slice(line.indexOf(memberNo))) inCycle.add(member)
    }
    for (const member of path) done.add(member)
  }
  return inCycle
}
