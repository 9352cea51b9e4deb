import { isBlankText } from './invisible-text.ts'
import { type Refusal, refusal } from './refusal.ts'
import { keptText } from './text-rules.ts'

/** A part of a team; a flat list, told apart by name. Members belong to one or more of them. */
export type Department = { id: string; teamId: string; name: string; createdAt: Date; updatedAt: Date }

const departmentLimits = { name: 100 }

/** Null when a department may be called so. `taken` are the names of the team's other departments. */
export function departmentNameObjection(name: string, taken: string[]): Refusal | null {
  if (isBlankText(name)) return refusal('field_missing', 'name')
  const kept = keptText(name, 'name')
  if ('refusal' in kept) return kept.refusal
  if ([...name].length > departmentLimits.name) {
    return refusal('field_too_long', 'name', { limit: departmentLimits.name })
  }
  return taken.includes(name) ? refusal('name_taken', 'name') : null
}
