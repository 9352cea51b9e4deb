import type { JSX } from 'preact'
import type { Widget } from '#domain/widget.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { lookOf, partiesOf } from './parties.ts'
import type { OnFileProps } from './placing-props.ts'
import { type PlacingWords, placingWords } from './placing-words.ts'

/** Every field of the file, page by page, from the top. */
export function PlacedList({ chrome, document, base, shown }: OnFileProps): JSX.Element {
  const words = placingWords(chrome.lang)
  const parties = partiesOf(document, chrome.lang)
  const fields = document.widgets
    .filter((each) => each.fileId === shown.file.id)
    .toSorted((a, b) => a.page - b.page || a.y - b.y || a.x - b.x)
  return (
    <section class="card placed" aria-labelledby="placed-heading">
      <h2 id="placed-heading">{words.list.title}</h2>
      {fields.length === 0 ? <p class="note">{words.list.none}</p> : null}
      <ul>
        {fields.map((field) => {
          const party = parties.find((each) => each.id === field.participantId)
          const what = nameOf(field, words)
          const facts = [
            words.list.place(field.page + 1, field.x, field.y),
            words.list.size(field.w, field.h),
            ...(field.kind === 'checkbox' && !field.required ? [words.list.optional] : []),
          ]
          return (
            <li key={field.id} id={`field-${field.id}`}>
              <span class={`party-sign ${party === undefined ? '' : lookOf(party)}`} aria-hidden="true">
                {party?.sign}
              </span>
              <div class="placed-words">
                <strong>{what}</strong>
                <span class="note">{[party?.name ?? '', ...facts].join('・')}</span>
              </div>
              <a
                class="button link"
                href={`${base}/fields?edit=${field.id}`}
                aria-label={words.list.editLabel(what)}
              >
                {words.list.edit}
              </a>
              <form method="post" action={`${base}/fields/${field.id}/remove`} data-once>
                <FormToken value={chrome.formToken} />
                <input type="hidden" name="file" value={shown.file.order + 1} />
                <input type="hidden" name="on" value={shown.page + 1} />
                <button class="button link" type="submit" aria-label={words.list.removeLabel(what)}>
                  {words.list.remove}
                </button>
              </form>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What a field is called where it is spoken of: its own name, else its kind. */
function nameOf({ kind, label }: Widget, words: PlacingWords): string {
  return label === '' ? words.kinds[kind] : words.list.named(words.kinds[kind], label)
}
