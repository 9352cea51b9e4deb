import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { FileField, pdfFiles } from '#web/ui/FileField.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { draftWords } from './draft-words.ts'

/** A file that was not taken, and what helps. */
export type RefusedFile = { name: string; sentence: string }

export type FileChooserProps = {
  chrome: ConsoleChrome
  action: string
  label: string
  hint: string
  button: string
  kind: 'primary' | 'quiet'
  maxBytes: number
  /** Where the files begin a draft; null where they are added to one. */
  press: string | null
  refused: RefusedFile[]
  /** Said when the form came without a file. */
  error: string | null
}

/**
 * Chooses PDFs and sends them. Without JavaScript an ordinary form; the island makes it a place to drop them on, sends one
 * after the other and says of each how far it is.
 */
export function FileChooser(props: FileChooserProps): JSX.Element {
  const { chrome, action, label, hint, error, refused, maxBytes } = props
  const words = draftWords(chrome.lang)
  return (
    <form
      method="post"
      action={action}
      enctype="multipart/form-data"
      class="chooser"
      data-chooser
      data-most={maxBytes}
      data-words={JSON.stringify({ ...words.island, tooLarge: tooLarge(maxBytes, chrome.lang) })}
    >
      <FormToken value={chrome.formToken} />
      {props.press === null ? null : <input type="hidden" name="press" value={props.press} />}
      <label for="uploadfile" class="zone" hidden>
        <span class="zone-drop">{words.island.drop}</span>
        <span class={`button ${props.kind}`}>{words.island.choose}</span>
      </label>
      <FileField id="uploadfile" label={label} hint={hint} error={error} accept={pdfFiles} multiple />
      <Button kind={props.kind}>{props.button}</Button>
      <ul class="arrivals" aria-live="polite" hidden={refused.length === 0} aria-label={words.files.title}>
        {refused.map(({ name, sentence }, at) => (
          <li key={`${at}-${name}`} class="refused">
            <strong>{name}</strong>
            <FieldError id={`refused-${at}`}>{sentence}</FieldError>
          </li>
        ))}
      </ul>
    </form>
  )
}

function tooLarge(maxBytes: number, lang: Language): string {
  return draftWords(lang).problems.too_large(Math.floor(maxBytes / 1024 / 1024))
}
