/** What a sentence may need of a row: words of the language, names instead of ids. */
export type TeamEventDetail = {
  member: (key: string) => string
  members: (key: string) => string
  text: (key: string) => string
  /** A value of a setting, in words. */
  value: (key: string) => string
  setting: () => string
  role: () => string
  roles: () => string
  reason: () => string
  number: (key: string) => number
  flag: (key: string) => boolean
  list: (key: string) => string
}
