/** Members whose line of sponsors comes back to themselves, by who is whose sponsor. */
export function membersInCycles(sponsorOf: ReadonlyMap<string, string | null>): Set<string> {
  const inCycle = new Set<string>()
  const done = new Set<string>()
  for (const start of sponsorOf.keys()) {
    const path = new Set<string>()
    let memberNo: string | null | undefined = start
    while (memberNo && !done.has(memberNo) && !path.has(memberNo)) {
      path.add(memberNo)
      memberNo = sponsorOf.get(memberNo)
    }
    if (memberNo && path.has(memberNo)) {
      const line = [...path]
      for (const member of line.slice(line.indexOf(memberNo))) inCycle.add(member)
    }
    for (const member of path) done.add(member)
  }
  return inCycle
}
