import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { type ChosenAct, chosenWords } from './chosen-words.ts'
import { documentsPath } from './list-filter.ts'
import type { DocumentsPageProps } from './list-page-props.ts'

/**
 * What can be done with several documents: of others' only what an office or a recipient may. Which ones is chosen beside the
 * acts, so that all of a page and all that match need no script.
 */
export function ChosenActs({
  chrome,
  filter,
  departments,
  documents,
  count,
}: DocumentsPageProps): JSX.Element {
  const { total, more } = count ?? { total: 0, more: false }
  const words = chosenWords[chrome.lang]
  const offered: ChosenAct[] = [
    'download',
    ...(filter.list === 'own' ? (['remind'] as const) : []),
    ...(filter.list !== 'received' && departments ? (['file'] as const) : []),
    ...(filter.list === 'own' ? (['cancel'] as const) : []),
  ]
  return (
    <form id="chosen" class="chosen-acts" method="post" action="/console/documents/chosen">
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="back" value={documentsPath(filter)} />
      <input type="hidden" name="page" value={documents.map(({ id }) => id).join(' ')} />
      <fieldset>
        <legend class="spoken">{words.legend}</legend>
        <select name="which" aria-label={words.whichLabel}>
          <option value="ticked">{words.which.ticked(0, false)}</option>
          {documents.length > 1 ? (
            <option value="page">{words.which.page(documents.length, false)}</option>
          ) : null}
          {total > documents.length ? <option value="all">{words.which.all(total, more)}</option> : null}
        </select>
        {offered.map((act) => (
          <Button key={act} kind="quiet" name="act" value={act}>
            {words.acts[act].button}
          </Button>
        ))}
      </fieldset>
    </form>
  )
}
