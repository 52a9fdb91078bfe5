/** What the buttons under a message that nobody asked for carry. */
export const nudgeActions = {
  paid: (planNo: string) => `nudge paid ${planNo}`,
  tomorrow: (planNo: string) => `nudge tomorrow ${planNo}`,
  help: (planNo: string) => `nudge help ${planNo}`,
  notMe: 'nudge notme',
} as const
