import {
  type Attribute,
  type AttributeFields,
  updateAttribute as decideChange,
  sightOfAttribute,
} from '#domain/attribute.ts'
import { refused } from '#domain/decision.ts'
import { refusal } from '#domain/refusal.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Writes the management fields of a document under its lock, so that two who write at once lose nothing. `seen`: what a page showed
 * of them; where they have become another, nothing is written.
 */
export async function updateAttribute(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fields: Partial<AttributeFields>; seen?: string },
): Promise<Attribute> {
  const { documentId, fields, seen } = request
  const written: Attribute[] = []
  await changeDocument<Attribute | null>(
    ports,
    origin,
    documentId,
    async (document, { tx, beside: current }) => {
      if (seen !== undefined && seen !== sightOfAttribute(current)) {
        return refused(document, refusal('information_changed'))
      }
      const decided = decideChange(document, current, fields, ports.clock.now())
      if (decided.refusal) return { next: document, events: [], refusal: decided.refusal }
      tx.attributes.queueSave(documentId, decided.next.attribute)
      written.push(decided.next.attribute)
      return { next: decided.next.document, events: decided.events }
    },
    (tx) => tx.attributes.of(documentId),
  )
  return lastOf(written)
}

/** A transaction may be tried again; what the last try wrote holds. */
function lastOf(written: Attribute[]): Attribute {
  const last = written.at(-1)
  if (last === undefined) throw new Error('an attribute was neither written nor refused')
  return last
}
