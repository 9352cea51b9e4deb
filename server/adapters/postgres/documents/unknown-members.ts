import { isStored, type Stored } from './body-members.ts'
import { bodyShape, type Shape } from './document-body.ts'

/**
 * What a newer release put into a body: members of the document, and of its parts by the member they hang on and their
 * key.
 */
export type UnknownMembers = { members: Stored; parts: Map<string, UnknownMembers> }

/**
 * What a newer release, at work on the same database, has put into this body. It is not ours to read, and must be
 * there again when this release has saved the document. Null: nothing.
 */
export function unknownMembersOf(row: Stored): UnknownMembers | null {
  return unknownIn(row, bodyShape)
}

/** The body with them put back. Where a part is gone, so is what was kept with it. */
export function withUnknownMembers(row: Stored, unknown: UnknownMembers | null): Stored {
  return unknown === null ? row : completed(row, unknown, bodyShape)
}

function unknownIn(row: Stored, { members, parts }: Shape): UnknownMembers | null {
  const strange = Object.entries(row).filter(([name]) => !members.has(name))
  const ofParts = Object.entries(parts).flatMap(([name, part]) =>
    rowsOf(row[name]).flatMap((each): [string, UnknownMembers][] => {
      const found = unknownIn(each, part)
      return found === null ? [] : [[placeOf(name, each, part), found]]
    }),
  )
  if (strange.length === 0 && ofParts.length === 0) return null
  return { members: Object.fromEntries(strange), parts: new Map(ofParts) }
}

/** What this release has written wins: only what it has no word for comes from the other. */
function completed(row: Stored, unknown: UnknownMembers, { parts }: Shape): Stored {
  const whole: Stored = { ...unknown.members, ...row }
  for (const [name, part] of Object.entries(parts)) {
    const complete = (each: Stored) => {
      const found = unknown.parts.get(placeOf(name, each, part))
      return found === undefined ? each : completed(each, found, part)
    }
    const value = row[name]
    if (Array.isArray(value)) whole[name] = value.map(complete)
    else if (isStored(value)) whole[name] = complete(value)
  }
  return whole
}

function placeOf(name: string, row: Stored, { key }: Shape): string {
  return [name, ...key.map((each) => row[each])].join(' ')
}

function rowsOf(value: unknown): Stored[] {
  return (Array.isArray(value) ? value : [value]).filter(isStored)
}
