/** What a reader may choose among. */
export const teamEventKinds = [
  'settings',
  'members',
  'departments',
  'clients',
  'webhooks',
  'sms',
  'bulk_sends',
  'retention',
  'sign_ins',
  'calls',
  'exports',
] as const

export type TeamEventKind = (typeof teamEventKinds)[number]
