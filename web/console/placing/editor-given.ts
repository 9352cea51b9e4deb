import type { EditorWords } from './editor-words.ts'
import type { Party } from './parties.ts'
import type { PlacedField } from './placed-field.ts'

/** What the server hands to the editor. */
export type EditorGiven = {
  /** Where the fields of this document lie. */
  path: string
  token: string
  fileId: string
  /** The number of the file, from 1. */
  file: number
  /** Address of the PDF, and folder of the viewer. */
  pdf: string
  assets: string
  sizes: string
  fields: PlacedField[]
  parties: (Party & { look: string })[]
  /** What the sender's own fields begin with. */
  senderName: string
  words: EditorWords
}
