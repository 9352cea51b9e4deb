import type { Team } from './team.ts'

/** The parts of a team's settings that are saved by themselves, in the order of the page. */
export const settingsSections = [
  'embedding',
  'web-api',
  'recipients',
  'reminders',
  'sms',
  'approval',
  'time-zone',
  'terms',
] as const

export type SettingsSection = (typeof settingsSections)[number]

/** Of a whole team's settings, those of the section. */
export const settingsOfSection = {
  embedding: ({ embeddedSigning, returnUrl, returnParameters, frameAncestors }) => ({
    embeddedSigning,
    returnUrl,
    returnParameters,
    frameAncestors,
  }),
  'web-api': (team) => ({
    webApiEnabled: team.webApiEnabled,
    corsOrigins: team.corsOrigins,
    apiNetworks: team.apiNetworks,
    privateDocuments: team.privateDocuments,
    recipientUploads: team.recipientUploads,
    importsEnabled: team.importsEnabled,
  }),
  recipients: ({ shownSmsSender, contact, copyDays, concludedMail }) => ({
    shownSmsSender,
    contact,
    copyDays,
    concludedMail,
  }),
  reminders: ({ reminderPlan }) => ({ reminderPlan }),
  sms: ({ smsPerDay, smsPriceSen, linkSms }) => ({ smsPerDay, smsPriceSen, linkSms }),
  approval: ({ approvalRequired }) => ({ approvalRequired }),
  'time-zone': ({ timeZone }) => ({ timeZone }),
  terms: ({ terms, privacyUrl }) => ({ terms, privacyUrl }),
} satisfies Record<SettingsSection, (team: Team) => Partial<Team>>

const fields: Record<SettingsSection, RegExp> = {
  embedding: /^(?:return_|frame_ancestors)/,
  'web-api': /^(?:cors_origins|api_networks)$/,
  recipients: /^(?:shown_sms_sender|contact|copy_days)$/,
  reminders: /^reminder_/,
  sms: /^sms_/,
  approval: /^approval_/,
  'time-zone': /^time_zone$/,
  terms: /^(?:terms_|privacy_url)/,
}

/** Does the form of this section hold the field? */
export function isFieldOf(section: SettingsSection, field: string): boolean {
  return fields[section].test(field)
}
