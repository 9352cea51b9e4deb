import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { usualPlan } from '#domain/reminder-plan.ts'
import { type SettingsSection, settingsSections } from '#domain/settings-section.ts'
import type { Team } from '#domain/team.ts'
import { normalized } from '#domain/typed-text.ts'
import { saveTeamSettings } from '#server/usecases/team/save-team-settings.ts'
import type { TeamSettings } from '#server/usecases/team/settings-objections.ts'
import { entryOfPlan } from '#web/console/documents/ReminderFields.tsx'
import { type SettingsEntry, SettingsPage } from '#web/console/settings/SettingsPage.tsx'
import { yenOf } from '#web/console/sms/yen.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { administrator } from './checks.ts'
import { queried, typed } from './fields.ts'
import { typedPlan } from './reminder-routes.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { typedWebApi, webApiEntryOf, webApiTermsOf } from './web-api-settings.ts'

/** The team's settings; for team administrators only. Each section is saved by itself. */
export const settingsRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/settings', administrator, async ({ needs, visit, request, reply }) => {
    const team = await needs.database.read.team(visit.member.teamId)
    const done = (['saved', 'unchanged'] as const).find((each) => each === queried(request, 'done')) ?? null
    const section = sectionIn(queried(request, 'section'))
    const page = { ...shown(request, team), entry: entryOf(team), objections: [], done, section }
    return sendPage(reply, h(SettingsPage, { chrome: visit.chrome, ...page }))
  }),

  // All at once, as the page of releases before had it.
  memberRoute('POST', '/settings', administrator, (call) => save(call, null)),
  ...settingsSections.map((section) =>
    memberRoute('POST', `/settings/${section}`, administrator, (call) => save(call, section)),
  ),
]

async function save(call: ConsoleCall, section: SettingsSection | null): Promise<FastifyReply> {
  const { needs, visit, request, reply } = call
  const { member } = visit
  const typedNow = typedSettings(request)
  const before = await needs.database.read.team(member.teamId)
  const entry = section === null ? typedNow : { ...entryOf(before), ...entryOfSection[section](typedNow) }
  const { objections, changed } = await saveTeamSettings(needs, visit.origin, {
    member,
    settings: settingsOf(entry),
    section,
    termsRequired: !needs.evaluation,
  })
  if (objections.length > 0) {
    const page = { ...shown(request, before), entry, objections, done: null, section }
    return sendPage(reply.code(400), h(SettingsPage, { chrome: visit.chrome, ...page }))
  }
  const done = changed.length === 0 ? 'unchanged' : 'saved'
  const place = section === null ? '' : `&section=${section}#part-${section}`
  return reply.redirect(`/console/settings?done=${done}${place}`, 303)
}

const sectionIn = (text: string) => settingsSections.find((each) => each === text) ?? null

/** Of everything that was typed, what belongs to the section. */
const entryOfSection = {
  embedding: (entry) => ({
    embeddedSigning: entry.embeddedSigning,
    returnUrl: entry.returnUrl,
    parameterDocument: entry.parameterDocument,
    parameterParticipant: entry.parameterParticipant,
    parameterError: entry.parameterError,
    frameAncestors: entry.frameAncestors,
  }),
  'web-api': ({ webApi }) => ({ webApi }),
  recipients: ({ shownSmsSender, contact, copyDays, concludedMail }) => ({
    shownSmsSender,
    contact,
    copyDays,
    concludedMail,
  }),
  reminders: ({ reminders }) => ({ reminders }),
  sms: ({ smsPerDay, smsPrice, linkSms }) => ({ smsPerDay, smsPrice, linkSms }),
  approval: ({ approvalRequired }) => ({ approvalRequired }),
  'time-zone': ({ timeZone }) => ({ timeZone }),
  terms: ({ termsUrl, termsText, privacyUrl }) => ({ termsUrl, termsText, privacyUrl }),
} satisfies Record<SettingsSection, (entry: SettingsEntry) => Partial<SettingsEntry>>

/** What the form shows besides its fields. */
function shown(request: FastifyRequest, team: Team): { termsVersion: string; address: string } {
  return { termsVersion: team.terms.version, address: request.ip }
}

function typedSettings(request: FastifyRequest): SettingsEntry {
  return {
    embeddedSigning: typed(request, 'embedded_signing') === '1',
    returnUrl: typed(request, 'return_url'),
    parameterDocument: typed(request, 'return_parameter_document'),
    parameterParticipant: typed(request, 'return_parameter_participant'),
    parameterError: typed(request, 'return_parameter_error'),
    frameAncestors: typed(request, 'frame_ancestors'),
    shownSmsSender: plainSender(typed(request, 'shown_sms_sender')),
    linkSms: typed(request, 'link_sms') === '1',
    approvalRequired: typed(request, 'approval_required') === '1',
    timeZone: typed(request, 'time_zone'),
    smsPerDay: plainNumber(typed(request, 'sms_per_day')),
    smsPrice: plainNumber(typed(request, 'sms_price')),
    copyDays: plainNumber(typed(request, 'copy_days')),
    concludedMail: typed(request, 'concluded_mail') === 'link' ? 'link' : 'attached',
    contact: typed(request, 'contact'),
    termsUrl: typed(request, 'terms_url'),
    // Browsers send lines ended by CR LF whatever was stored; unchanged terms must stay the same version.
    termsText: typed(request, 'terms_text').replaceAll('\r\n', '\n'),
    privacyUrl: typed(request, 'privacy_url'),
    webApi: typedWebApi(request),
    reminders: { on: typed(request, 'reminders') === '1', ...typedPlan(request) },
  }
}

function settingsOf(entry: SettingsEntry): TeamSettings {
  const { parameterDocument, parameterParticipant, parameterError, frameAncestors, webApi, ...same } = entry
  return {
    ...same,
    webApi: webApiTermsOf(webApi),
    returnParameters: {
      document: parameterDocument,
      participant: parameterParticipant,
      error: parameterError,
    },
    frameAncestors: frameAncestors
      .split(/\r?\n/)
      .map((line) => line.trim().replace(/\/$/, ''))
      .filter((line) => line !== ''),
  }
}

function entryOf(team: Team): SettingsEntry {
  return {
    embeddedSigning: team.embeddedSigning,
    returnUrl: team.returnUrl ?? '',
    parameterDocument: team.returnParameters.document,
    parameterParticipant: team.returnParameters.participant,
    parameterError: team.returnParameters.error,
    frameAncestors: team.frameAncestors.join('\n'),
    shownSmsSender: team.shownSmsSender,
    linkSms: team.linkSms,
    approvalRequired: team.approvalRequired,
    timeZone: team.timeZone,
    smsPerDay: String(team.smsPerDay),
    smsPrice: team.smsPriceSen === 0 ? '' : yenOf(team.smsPriceSen),
    copyDays: String(team.copyDays),
    concludedMail: team.concludedMail,
    contact: team.contact,
    termsUrl: team.terms.url ?? '',
    termsText: team.terms.text,
    privacyUrl: team.privacyUrl ?? '',
    webApi: webApiEntryOf(team),
    reminders: { on: team.reminderPlan !== null, ...entryOfPlan(team.reminderPlan ?? usualPlan) },
  }
}

/** Half width, without the commas and the sign that people write. */
function plainNumber(text: string): string {
  return (normalized('NFKC', text, 100) ?? text).replaceAll(/[,円¥\s]/g, '')
}

/** Half width; what is too long for any sender is refused as it stands. */
function plainSender(text: string): string {
  return normalized('NFKC', text, 1_000) ?? text
}
