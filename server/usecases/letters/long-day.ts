/** `2027-03-31` as people of this language (BCP 47) write it. */
export function longDay(day: string, language: string): string {
  const form = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  return form.format(new Date(`${day}T00:00:00Z`))
}
