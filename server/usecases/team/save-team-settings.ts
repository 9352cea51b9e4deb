import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { readPlan } from '#domain/reminder-plan.ts'
import { isFieldOf, type SettingsSection, settingsOfSection } from '#domain/settings-section.ts'
import { limitChangeNews } from '#domain/sms-limit.ts'
import type { Team } from '#domain/team.ts'
import { settingsEvents } from '#domain/team-event.ts'
import { tidiedFields } from '#domain/text-rules.ts'
import { timeZoneIn } from '#domain/time-zone.ts'
import { tellOfSmsLimit } from '../notifying/tell-of-sms-limit.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { numbersOf } from './settings-numbers.ts'
import { settingsObjections, settingsTextRules, type TeamSettings } from './settings-objections.ts'
import { asKept } from './web-api-objections.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'networks'>

export type SavedSettings = { objections: Refusal[]; changed: string[] }

/**
 * Saves what a team administrator set, all or nothing: of the whole, or of one section, whatever somebody saves of another
 * meanwhile. With objections nothing is saved. New terms get a new version, because the version that a recipient agreed to
 * is in the audit trail.
 */
export async function saveTeamSettings(
  ports: Needs,
  origin: Origin,
  request: {
    member: Member
    settings: TeamSettings
    section: SettingsSection | null
    termsRequired: boolean
  },
): Promise<SavedSettings> {
  const { member, section } = request
  const settings = tidiedFields(request.settings, settingsTextRules)
  if (!member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
  const objections = settingsObjections(settings, request.termsRequired, ports.networks).filter(
    ({ field }) => section === null || isFieldOf(section, field ?? ''),
  )
  if (objections.length > 0) return { objections, changed: [] }
  return ports.database.transaction(origin, async (tx) => {
    const team = await tx.teams.lock(member.teamId)
    const now = ports.clock.now()
    const whole = applied(team, { ...settings, webApi: asKept(settings.webApi, ports.networks) }, now)
    const next = section === null ? whole : { ...team, ...settingsOfSection[section](whole) }
    const changed = (Object.keys(next) as (keyof Team)[]).filter(
      (key) => JSON.stringify(next[key]) !== JSON.stringify(team[key]),
    )
    if (changed.length > 0) tx.teams.queueSettings(next)
    tx.recordTeam(settingsEvents(team, next, now))
    if (next.smsPerDay < team.smsPerDay) {
      const [count, limit] = [await tx.smsCodes.lockDay(team.id, now), next.smsPerDay]
      const news = limitChangeNews(count, team.smsPerDay, limit)
      if (news !== null) await tellOfSmsLimit(tx, team.id, { news, count, limit, now })
    }
    return { objections: [], changed }
  })
}

function applied(team: Team, settings: TeamSettings, now: Date): Team {
  const { returnUrl, termsUrl, termsText, privacyUrl, webApi, reminders, ...others } = settings
  const { smsPerDay, smsPrice, copyDays, ...same } = others
  const terms = { version: team.terms.version, url: termsUrl === '' ? null : termsUrl, text: termsText }
  const newTerms = terms.url !== team.terms.url || terms.text !== team.terms.text
  return {
    ...team,
    ...same,
    ...webApi,
    timeZone: timeZoneIn(settings.timeZone) ?? team.timeZone,
    reminderPlan: reminders.on ? readPlan(reminders).plan : null,
    ...numbersOf({ smsPerDay, smsPrice, copyDays }),
    returnUrl: returnUrl === '' ? null : returnUrl,
    privacyUrl: privacyUrl === '' ? null : privacyUrl,
    terms: newTerms ? { ...terms, version: nextVersion(team.terms.version, now) } : team.terms,
  }
}

/** Counted on where versions are numbers, else the day of the change. */
function nextVersion(version: string, now: Date): string {
  return /^[0-9]{1,6}$/.test(version) ? `${Number(version) + 1}` : now.toISOString().slice(0, 16)
}
