import { type Refusal, refusal } from '#domain/refusal.ts'
import { readPlan } from '#domain/reminder-plan.ts'
import { isParameterName, returnUrlObjection, type Team } from '#domain/team.ts'
import { keptText, refusalIn } from '#domain/text-rules.ts'
import { timeZoneIn } from '#domain/time-zone.ts'
import { isSafeOnItsWay, webAddressOf } from '#domain/web-address.ts'
import type { Networks } from '../access-ports.ts'
import { numberObjections, type TypedNumbers } from './settings-numbers.ts'
import { type WebApiTerms, webApiObjections } from './web-api-objections.ts'

/** The plan of reminders as typed; switched off, it need not be right. */
type TypedReminders = { on: boolean } & Parameters<typeof readPlan>[0]

/** What a team administrator may change. Texts as typed, ends trimmed. */
export type TeamSettings = Pick<
  Team,
  | 'embeddedSigning'
  | 'returnParameters'
  | 'frameAncestors'
  | 'shownSmsSender'
  | 'contact'
  | 'linkSms'
  | 'approvalRequired'
  | 'concludedMail'
  | 'timeZone'
> &
  TypedNumbers & {
    webApi: WebApiTerms
    reminders: TypedReminders
    /** Empty: none. */
    returnUrl: string
    termsUrl: string
    termsText: string
    privacyUrl: string
  }

/** A number and a contact are one line each, as their fields are. */
export const settingsTextRules = { shownSmsSender: {}, contact: {}, termsText: { lines: true } }

const longest = { shownSmsSender: 40, contact: 200, termsText: 50_000, url: 500, frameAncestors: 20 }

/** Everything that is wrong with the settings, each with its field, so that a person mends all at once. */
export function settingsObjections(
  settings: TeamSettings,
  termsRequired: boolean,
  networks: Networks,
): Refusal[] {
  const { returnUrl, returnParameters: names } = settings
  return [
    returnUrl !== '' ? returnUrlObjection(returnUrl) : null,
    settings.embeddedSigning && returnUrl === '' ? refusal('field_missing', 'return_url') : null,
    ...parameterObjections(names),
    ancestorsObjection(settings.frameAncestors),
    ...webApiObjections(settings.webApi, networks),
    textObjection('shown_sms_sender', settings, 'shownSmsSender'),
    textObjection('contact', settings, 'contact'),
    ...(settings.reminders.on ? readPlan(settings.reminders).objections : []),
    ...numberObjections(settings),
    // A page of releases before says none, and none is changed.
    settings.timeZone === '' || timeZoneIn(settings.timeZone) !== null
      ? null
      : refusal('field_malformed', 'time_zone'),
    textObjection('terms_text', settings, 'termsText'),
    urlObjection('terms_url', settings.termsUrl),
    urlObjection('privacy_url', settings.privacyUrl),
    termsRequired && settings.termsText === '' && settings.termsUrl === ''
      ? refusal('field_missing', 'terms_text')
      : null,
  ].filter((each) => each !== null)
}

function parameterObjections(names: Team['returnParameters']): Refusal[] {
  const seen = new Set<string>()
  return (['document', 'participant', 'error'] as const).flatMap((which) => {
    const name = names[which]
    const field = `return_parameter_${which}`
    if (!isParameterName(name)) return [refusal('field_malformed', field)]
    if (seen.has(name)) return [refusal('field_not_allowed', field)]
    seen.add(name)
    return []
  })
}

/** Origins only: scheme, host, port. They go into a response header, so nothing else may pass. */
function ancestorsObjection(origins: string[]): Refusal | null {
  if (origins.length > longest.frameAncestors) {
    return refusal('field_too_long', 'frame_ancestors', { limit: longest.frameAncestors })
  }
  const wrong = origins.findIndex((each) => !isFrameOrigin(each))
  return wrong === -1 ? null : refusal('field_malformed', 'frame_ancestors', { line: wrong + 1 })
}

/** Capitals and the usual port may be written; browsers compare without them. */
function isFrameOrigin(text: string): boolean {
  const url = text.length > 255 ? null : webAddressOf(text)
  return url !== null && isSafeOnItsWay(url) && /^[^/?#]+$/.test(text.slice(text.indexOf('//') + 2))
}

/** A link that people follow: never `javascript:`. */
function urlObjection(field: string, url: string): Refusal | null {
  if (url.length > longest.url) return refusal('field_too_long', field, { limit: longest.url })
  return url === '' || webAddressOf(url) !== null ? null : refusal('field_malformed', field)
}

function textObjection(
  field: string,
  settings: TeamSettings,
  name: keyof typeof settingsTextRules,
): Refusal | null {
  const limit = longest[name]
  if ([...settings[name]].length > limit) return refusal('field_too_long', field, { limit })
  return refusalIn(keptText(settings[name], field, settingsTextRules[name]))
}
