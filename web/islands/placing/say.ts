import type { WidgetKind } from '#domain/widget.ts'
import type { EditorGiven } from '#web/console/placing/editor-given.ts'
import type { PlacedField } from '#web/console/placing/placed-field.ts'

/** A sentence of the server's with its `{names}` filled in. */
export function say(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** What a sentence about a field may name. */
export function valuesOf(
  { kind, participantId, page, label, x, y, w, h }: PlacedField,
  { words, parties }: Pick<EditorGiven, 'words' | 'parties'>,
): Record<string, string | number> {
  const party = parties.find(({ id }) => id === participantId)?.name ?? ''
  return { x, y, w, h, kind: words.kinds[kind], party, page: page + 1, label }
}

/** What a field is called: by what is seen in it, and where it is. */
export function nameOf(field: PlacedField, given: Pick<EditorGiven, 'words' | 'parties'>): string {
  const label = field.label || (field.kind === 'checkbox' ? '' : field.text)
  const sentence = label === '' ? given.words.name : given.words.nameLabelled
  return say(sentence, valuesOf({ ...field, label }, given))
}

/** What stands in a field on the page. */
export function faceOf(
  field: { kind: WidgetKind; label: string; text: string },
  { words }: Pick<EditorGiven, 'words'>,
): string {
  if (field.kind === 'checkbox') return ''
  return field.label || field.text || words.kindsShort[field.kind]
}
