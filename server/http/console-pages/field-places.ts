import type { Document } from '#domain/document.ts'
import type { ConsoleCall } from './call.ts'
import { makerOfTemplate, sender, senderOfUnsent } from './checks.ts'
import type { Check } from './route.ts'

/** A document on whose pages fields are placed, and where its pages lie. */
type Placing = { document: Document; base: string }

export type FieldCall = ConsoleCall & Placing

/** The pages of drafts, for their sender, and those of templates, for their maker, lie below two paths and are the same. */
export const places: { path: string; reader: Check<Placing>; writer: Check<Placing> }[] = [
  {
    path: '/documents/:id',
    reader: placing('/console/documents', sender, ({ document }) => document),
    writer: placing('/console/documents', senderOfUnsent, ({ document }) => document),
  },
  {
    path: '/templates/:id',
    reader: placing('/console/templates', makerOfTemplate, ({ template }) => template),
    writer: placing('/console/templates', makerOfTemplate, ({ template }) => template),
  },
]

/** The same check, with the document that it found and where its pages lie. */
export function placing<Found extends object>(
  base: string,
  check: Check<Found>,
  documentOf: (found: Found) => Document,
): Check<Placing> {
  return {
    name: check.name,
    async find(call) {
      const document = documentOf(await check.find(call))
      return { document, base: `${base}/${document.id}` }
    },
  }
}
