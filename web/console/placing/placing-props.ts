import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import type { Widget } from '#domain/widget.ts'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import type { TypedField } from './field-entry.ts'

export type PlacingPageProps = {
  chrome: ConsoleChrome
  document: Document
  /** Where the document's pages lie: `/console/documents/<id>` or `/console/templates/<id>`. */
  base: string
  /** The file and page (from 0) on the desk; null where there is no file. */
  shown: { file: File; page: number } | null
  /** The field that is being changed; null for a new one. */
  editing: Widget | null
  entry: TypedField
  /** Key of the success to report; null when none. */
  done: string | null
}

/** What is shown of a page that there is. */
export type OnFileProps = PlacingPageProps & { shown: NonNullable<PlacingPageProps['shown']> }
