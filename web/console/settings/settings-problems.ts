import type { Refusal } from '#domain/refusal.ts'
import { textProblem } from '../words/text-words.ts'
import type { Words } from '../words/words.ts'

/** What is wrong with a field of the team settings, in words; null when nothing is. */
export function settingsProblem(
  objections: Refusal[],
  field: string,
  words: Words['settings'],
): string | null {
  const objection = objections.find((each) => each.field === field)
  if (objection === undefined) return null
  const { problems } = words
  const detail = (name: string) => objection.detail?.[name]
  const limit = Number(detail('limit') ?? 0)
  switch (field) {
    case 'return_url': {
      const why = objection.code === 'field_missing' ? 'missing' : String(detail('why') ?? '')
      return problems.return_url[why] ?? problems.other
    }
    case 'frame_ancestors':
      return objection.code === 'field_too_long'
        ? problems.frame_too_many(limit)
        : problems.frame_ancestors(Number(detail('line') ?? 1))
    case 'sms_per_day':
    case 'copy_days':
      return problems.whole(Number(detail('least')), Number(detail('most')))
    case 'sms_price':
      return problems.price
  }
  if (objection.code === 'field_too_long') return problems.too_long(limit)
  const text = textProblem(objection, problems)
  if (text !== null) return text
  if (field.startsWith('return_parameter_')) {
    return objection.code === 'field_not_allowed' ? problems.parameter_doubled : problems.parameter_malformed
  }
  if (field.endsWith('_url')) return problems.url
  return objection.code === 'field_missing' ? problems.terms_missing : problems.other
}
