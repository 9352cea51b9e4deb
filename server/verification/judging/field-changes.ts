import { entryOf, listOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { isDict, nameOf, type PdfDict } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import { type FormField, formFieldsOf, signedFieldsOf } from '../signature-fields.ts'
import type { Change } from './change.ts'
import type { Comparison } from './compare-values.ts'

const READ_ONLY = 1

/** Entries of a field or widget that are judged together, or that change with a signature. */
const APART = new Set(['V', 'AP', 'AS', 'Lock', 'MK', 'Rect', 'Ff', 'Kids', 'T', 'DV', 'SV', 'M', 'TU', 'I'])

/** What became of the form between two states of one file. */
export function fieldChanges(comparison: Comparison): Change[] {
  const before = byName(comparison.before)
  const after = byName(comparison.after)
  const changes = [...formChanges(comparison), ...permissionsRaised(comparison)]
  for (const [name, old] of before) {
    const now = after.get(name)
    if (now !== undefined) changes.push(...changesOf(comparison, old, now))
    else
      changes.push({
        code: isSigned(comparison.before, old) ? 'signature_removed' : 'field_removed',
        field: name,
      })
  }
  for (const [name, now] of after) {
    if (!before.has(name)) changes.push(...added(comparison.after, name, now))
  }
  return changes
}

/** By name and, as two fields may have one, by number. */
function byName(file: PdfFile): Map<string, FormField> {
  const fields = new Map<string, FormField>()
  for (const field of formFieldsOf(file)) {
    fields.set(fields.has(field.name) ? `${field.name} (${field.object})` : field.name, field)
  }
  return fields
}

function isSigned(file: PdfFile, field: FormField): boolean {
  return field.type === 'Sig' && isDict(entryOf(file, field.dict, 'V'))
}

function added(file: PdfFile, name: string, field: FormField): Change[] {
  if (field.type !== 'Sig') return [{ code: 'field_added', field: name }]
  const signature = entryOf(file, field.dict, 'V')
  const widgets = widgetsOf(file, field.dict)
  if (widgets.some((widget) => isVisible(file, widget))) return [{ code: 'overlay_signature', field: name }]
  if (!isDict(signature)) return [{ code: 'signature_field_added', field: name }]
  const isTimestamp = nameOf(entryOf(file, signature, 'SubFilter')) === 'ETSI.RFC3161'
  return [{ code: isTimestamp ? 'document_timestamp_added' : 'signature_added', field: name }]
}

/** Whether it covers anything of its page. */
function isVisible(file: PdfFile, widget: PdfDict): boolean {
  const corners = listOf(file, entryOf(file, widget, 'Rect')).filter((item) => typeof item === 'number')
  const [left = 0, bottom = 0, right = 0, top = 0] = corners
  return left !== right && bottom !== top && isDict(entryOf(file, widget, 'AP'))
}

function widgetsOf(file: PdfFile, field: PdfDict): PdfDict[] {
  const kids = listOf(file, entryOf(file, field, 'Kids')).filter(isDict)
  return kids.length === 0 ? [field] : [field, ...kids]
}

function changesOf(comparison: Comparison, old: FormField, now: FormField): Change[] {
  const { before, after, same } = comparison
  const field = now.name
  const entry = (dict: PdfDict, key: string) => dict.entries.get(key)
  const kids = [widgetsOf(before, old.dict), widgetsOf(after, now.dict)]
  const differs = (...keys: string[]) =>
    kids[0]?.length !== kids[1]?.length ||
    kids[0]?.some((widget, index) => {
      const other = kids[1]?.[index]
      return keys.some((key) => other === undefined || !same(entry(widget, key), entry(other, key)))
    }) === true
  const value = !same(entry(old.dict, 'V'), entry(now.dict, 'V'))
  const appearance = differs('AP', 'AS')
  const changes: Change[] = []
  if (old.type === 'Sig') changes.push(...signatureChanges(before, after, { old, now, value, appearance }))
  else if (value && appearance) changes.push({ code: 'field_filled', field })
  else if (value) changes.push({ code: 'field_value_only', field })
  else if (appearance) changes.push({ code: 'field_appearance_only', field })
  if (!same(entry(old.dict, 'Lock'), entry(now.dict, 'Lock')))
    changes.push({ code: 'field_lock_removed', field })
  if (differs('MK')) changes.push({ code: 'field_caption', field })
  if (differs('Rect')) changes.push({ code: 'field_moved', field })
  if (isFreed(old.dict, now.dict) || differs(...otherKeys(kids.flat())))
    changes.push({ code: 'field_other', field })
  return changes
}

function signatureChanges(
  before: PdfFile,
  after: PdfFile,
  { old, now, value, appearance }: { old: FormField; now: FormField; value: boolean; appearance: boolean },
): Change[] {
  const field = now.name
  const [was, is] = [isSigned(before, old), isSigned(after, now)]
  if (was && !is) return [{ code: 'signature_removed', field }]
  if (was && value) return [{ code: 'signature_replaced', field }]
  if (!was && is) return [{ code: 'signature_added', field }]
  return appearance ? [{ code: 'field_appearance_only', field }] : []
}

function otherKeys(widgets: PdfDict[]): string[] {
  const keys = new Set(widgets.flatMap(({ entries }) => [...entries.keys()]))
  return [...keys].filter((key) => !APART.has(key))
}

/** To freeze a field takes nothing from anybody; any other change of its flags does. */
function isFreed(old: PdfDict, now: PdfDict): boolean {
  const flags = ({ entries }: PdfDict) => {
    const value = entries.get('Ff')
    return typeof value === 'number' ? value : 0
  }
  return flags(old) !== flags(now) && (flags(old) | READ_ONLY) !== flags(now)
}

/** The form's own entries. */
function formChanges({ before, after, same }: Comparison): Change[] {
  const form = (file: PdfFile) => entryOf(file, catalogOf(file), 'AcroForm')
  const [old, now] = [form(before), form(after)]
  const entries = (value: ReturnType<typeof form>): PdfDict['entries'] =>
    isDict(value) ? value.entries : new Map()
  const changes: Change[] = []
  const changed = (key: string) => !same(entries(old).get(key), entries(now).get(key))
  if (changed('NeedAppearances')) changes.push({ code: 'need_appearances' })
  if (changed('XFA')) changes.push({ code: 'xfa_added' })
  if (isDict(old) && ['DR', 'DA', 'CO'].some(changed)) changes.push({ code: 'form_other' })
  return changes
}

/** The certification's own permission, as the field's signature says it now. */
function permissionsRaised({ before, after }: Comparison): Change[] {
  const levels = new Map(signedFieldsOf(before).map(({ name, certifies }) => [name, certifies]))
  return signedFieldsOf(after).flatMap(({ name, certifies }): Change[] => {
    const was = levels.get(name)
    const raised = typeof was === 'number' && certifies !== null && certifies > was
    return raised ? [{ code: 'permissions_raised', field: name }] : []
  })
}
