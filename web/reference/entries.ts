/** What the reference page shows; made by its door from the description of the Web API. Words in both languages. */
export type Said = { ja: string; en: string }

export type FieldEntry = {
  name: string
  required: boolean
  /** `string`, `File[]`, `0 | 1 | 2`. */
  type: string
  /** The model that `type` names. */
  model: string | null
  limit: { characters: number } | { least: number; most: number } | null
  words: Said
}

export type CallEntry = {
  name: string
  method: string
  path: string
  words: Said
  deprecated: boolean
  needsToken: boolean
  takesKey: boolean
  ids: FieldEntry[]
  fields: FieldEntry[]
  /** How parameters travel. */
  sentAs: 'query' | 'form' | 'multipart' | 'json' | null
  answer: { status: number; kind: 'json' | 'file' | 'nothing'; model: string | null; fields: FieldEntry[] }
  refusals: number[]
  curl: string
}

export type ReferenceEntries = {
  groups: { name: string; words: Said; calls: CallEntry[] }[]
  models: { name: string; fields: FieldEntry[] }[]
  errors: { status: number; error: string; words: Said }[]
  baseUrl: string
}
