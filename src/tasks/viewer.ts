/**
 * Who looks at tasks: the support team sees and may change every one, a partner those that are theirs. Whoever reads or
 * changes a task does so as a viewer, so that what is not theirs is for them as if it did not exist.
 */
export type Viewer =
  /** `who` of the team, where it is known. */
  { role: 'support'; who?: string } | { role: 'partner'; memberNo: string }

/** As the history names them. */
export function actorOf(viewer: Viewer): string {
  if (viewer.role === 'partner') return viewer.memberNo
  return viewer.who === undefined ? 'support' : `support:${viewer.who}`
}

/** Whose tasks they see; none: everyone's. It is also who owns what they take, where none is the support team. */
export function ownerFor(viewer: Viewer): string | null {
  return viewer.role === 'partner' ? viewer.memberNo : null
}
