import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { findWords } from './find-words.ts'
import { documentsPath } from './list-filter.ts'
import type { DocumentsPageProps } from './list-page-props.ts'

/** Everything that the filter finds as CSV, whatever page is shown. */
export function ListExport({ chrome, filter }: Pick<DocumentsPageProps, 'chrome' | 'filter'>): JSX.Element {
  const words = findWords[chrome.lang].csv
  return (
    <form class="list-export" method="post" action="/console/documents/csv">
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="back" value={documentsPath({ ...filter, after: null })} />
      <div>
        <select name="columns" aria-label={words.columnsLabel}>
          <option value="shown">{words.shown}</option>
          <option value="all">{words.all}</option>
        </select>
        <Button kind="quiet">{words.button}</Button>
      </div>
      <p class="hint">{words.hint}</p>
    </form>
  )
}
