import { type Fields, type Form, readForm } from '#contract/web-api/forms.ts'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { peopleWords } from '#web/console/making/people-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'

/** What is wrong with a recipient or reportee as typed: the field, `form` where it is about no field, and the sentence. */
export function peopleProblem(refused: Refusal, lang: Language): Record<string, string> {
  const words = peopleWords(lang).problems
  const { code, field = 'form', detail } = refused
  const limit = Number(detail?.limit ?? 0)
  switch (code) {
    case 'field_missing':
      return { [field]: words.missing.get(field) ?? words.other }
    case 'field_too_long':
      return { [field]: words.tooLong(limit) }
    case 'tel_not_mobile':
      return { tel: words.tel }
    case 'duplicate_recipient':
      return { email: words.duplicate }
    case 'duplicate_reportee':
      return { email: words.duplicateReportee }
    case 'too_many_recipients':
      return { form: words.tooMany(limit) }
    case 'embedding_not_enabled':
      return { form: words.site }
    case 'field_malformed':
      if (field === 'email') return { email: words.email }
      return field === 'access_code' ? { access_code: words.accessCode(64) } : { form: words.other }
  }
  const shown = ['name', 'organization', 'tel', 'email', 'access_code'].includes(field) ? field : 'form'
  return { [shown]: textProblem(refused, textWords[lang]) ?? words.other }
}

/** Everything that is wrong with the fields by themselves: whoever mends a form wants to hear of it at once. */
export function fieldProblems(form: Form, fields: Fields, lang: Language): Record<string, string> {
  const problems: Record<string, string> = {}
  for (const [name, field] of Object.entries(fields)) {
    const read = readForm(form, { [name]: field })
    if (!read.ok) Object.assign(problems, peopleProblem(read.refusal, lang))
  }
  return problems
}
