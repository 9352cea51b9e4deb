import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { placingWords } from '#web/console/placing/placing-words.ts'
import { textProblem, textWords } from '#web/console/words/text-words.ts'

/** The form's names of what the Web API calls otherwise. */
const formNames: Record<string, string> = {
  type: 'kind',
  participant_id: 'participant',
  font_size: 'fontSize',
}

/** What is wrong with a field as typed: at which entry, `form` where it is about none, and the sentence. */
export function fieldProblem(refused: Refusal, lang: Language): Record<string, string> {
  const at = formNames[refused.field ?? ''] ?? refused.field ?? 'form'
  const known = ['kind', 'participant', 'page', 'x', 'y', 'w', 'h', 'label', 'text', 'fontSize'].includes(at)
  return { [known ? at : 'form']: sentenceOf(refused, at, lang) }
}

function sentenceOf(refused: Refusal, at: string, lang: Language): string {
  const words = placingWords(lang).problems
  const { code, detail = {} } = refused
  const number = (name: string) => Number(detail[name] ?? 0)
  switch (code) {
    case 'widget_outside_page':
      if (at === 'page') return words.page(number('pages'))
      return number('limit') < 0 ? words.pageTooSmall : words.outside(number('limit'))
    case 'widget_text_missing':
      return words.textMissing
    case 'widget_text_for_recipient':
      return words.textForRecipient
    case 'widget_not_found':
      return words.gone
    case 'widgets_on_certified_file':
      return placingWords(lang).certified
    case 'text_does_not_fit':
      return words.doesNotFit(number('characters'))
    case 'too_many_widgets':
      return words.tooMany(number('limit'))
    case 'field_too_long':
      return words.tooLong(number('limit'))
    case 'field_missing':
    case 'field_malformed':
      if (at === 'kind') return words.kind
      if (at === 'participant') return words.participant
      if (at === 'fontSize') return words.fontSize
      if (at === 'changes') return 'limit' in detail ? words.changesAtOnce(number('limit')) : words.other
      if ('least' in detail) return words.between(number('least'), number('most'))
      return words.number
  }
  return textProblem(refused, textWords[lang]) ?? words.other
}
