import type { MailDay } from '#domain/mail-day.ts'
import { type Connection, statement } from '../connection/statements.ts'

const chosen = statement<{ time_zone: string }>('zones_of_teams', 'select distinct time_zone from teams')

/** The zones that teams are in. What they mean is the runtime's to say: PostgreSQL may know others. */
export async function zonesOfTeams(connection: Connection): Promise<string[]> {
  return (await chosen(connection)).map(({ time_zone: zone }) => zone)
}

/** Days of zones as a statement takes them. */
export function columnsOfDays(days: MailDay[]): [string[], string[], Date[]] {
  return [days.map(({ zone }) => zone), days.map(({ day }) => day), days.map(({ over }) => over)]
}
