import type { ComponentChildren, JSX } from 'preact'
import { isBlankText } from '#domain/invisible-text.ts'
import { Button } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { Hanko } from '#web/ui/Hanko.tsx'
import { FormToken } from './FormToken.tsx'
import type { ReviewFile, ReviewWidget, WidgetProblem } from './review-props.ts'
import type { Words } from './words.ts'

export type ReviewInputsProps = {
  base: string
  formToken: string
  revision: string
  files: ReviewFile[]
  widgets: ReviewWidget[]
  problems: WidgetProblem[]
  showMissing: boolean
  words: Words['review']
  /** Stands in the same form, after the fields. */
  children?: ComponentChildren
}

/** The recipient's fields as a plain form. It is there without fields too: the consent button submits it. */
export function ReviewInputs(props: ReviewInputsProps): JSX.Element {
  const { base, formToken, revision, widgets, words } = props
  return (
    <form id="inputs" class="inputs" method="post" action={`${base}/inputs`} novalidate>
      <FormToken value={formToken} />
      <input type="hidden" name="revision" value={revision} />
      {widgets.length === 0 ? null : (
        <section aria-labelledby="inputs-heading">
          <h2 id="inputs-heading">{words.inputs}</h2>
          <p class="note">{words.inputsLead}</p>
          <div class="stack">
            {widgets.map((widget) => (
              <WidgetField
                key={widget.id}
                widget={widget}
                place={placeOf(widget, props.files, words)}
                error={errorOf(widget, props)}
                words={words}
              />
            ))}
          </div>
          <p id="save-state" class="note" role="status" />
          <Button kind="quiet" id="save">
            {words.save}
          </Button>
        </section>
      )}
      {props.children}
    </form>
  )
}

function placeOf(widget: ReviewWidget, files: ReviewFile[], words: Words['review']): string {
  const file = files.find((candidate) => candidate.id === widget.fileId)
  return words.place(file?.name ?? '', widget.page + 1)
}

function errorOf(widget: ReviewWidget, { problems, showMissing, words }: ReviewInputsProps): string | null {
  const problem = problems.find((candidate) => candidate.widgetId === widget.id)
  if (problem !== undefined) return wordsOf(problem, words)
  return showMissing && widget.required && isBlankText(widget.value) ? words.missingField : null
}

function wordsOf(problem: WidgetProblem, words: Words['review']): string {
  switch (problem.kind) {
    case 'unprintable':
      return words.unprintable(problem.character)
    case 'invisible':
      return words.invisible(problem.character)
    case 'too_long':
      return words.tooLong(problem.most)
    case 'does_not_fit':
      return words.doesNotFit(problem.most)
  }
}

type WidgetFieldProps = { widget: ReviewWidget; place: string; error: string | null; words: Words['review'] }

function WidgetField({ widget, place, error, words }: WidgetFieldProps): JSX.Element {
  const id = `widget-${widget.id}`
  const common = {
    id,
    name: id,
    'aria-describedby': `${id}-place${error === null ? '' : ` ${id}-error`}`,
    ...(error === null ? {} : { 'aria-invalid': 'true' as const }),
    ...(widget.required ? { 'aria-required': 'true' as const } : {}),
    ...placement(widget),
  }
  const label = widget.label || words.kinds[widget.kind]
  const where = (
    <p class="hint" id={`${id}-place`}>
      {widget.required ? null : <span class="optional">{words.optional}</span>}
      <span class="place">{place}</span>
      {widget.kind === 'seal' ? (
        <>
          <br />
          {words.sealHint}
        </>
      ) : null}
    </p>
  )
  const mistake = error === null ? null : <FieldError id={`${id}-error`}>{error}</FieldError>
  if (widget.kind === 'checkbox') {
    return (
      <div class={`field check${error === null ? '' : ' in-error'}`}>
        <div class="check-line">
          <input type="checkbox" value="1" checked={widget.value === '1'} {...common} />
          <label for={id}>{label}</label>
        </div>
        {where}
        {mistake}
      </div>
    )
  }
  return (
    <div class={`field${error === null ? '' : ' in-error'}`}>
      <label for={id}>{label}</label>
      {where}
      <div class="input-line">
        {widget.value.includes('\n') ? (
          // A text of several lines would lose its line ends in an input.
          <textarea rows={Math.min(6, widget.value.split('\n').length)} {...common}>
            {widget.value}
          </textarea>
        ) : (
          <input
            type="text"
            value={widget.value}
            {...common}
            {...(widget.kind === 'seal' ? { autocomplete: 'name' } : {})}
          />
        )}
        {widget.kind === 'seal' ? (
          <span class="seal-preview" data-seal-of={id}>
            {widget.value === '' ? null : (
              <Hanko name={widget.value} id={`seal-${widget.id}`} label={words.sealLabel(widget.value)} />
            )}
          </span>
        ) : null}
      </div>
      {mistake}
    </div>
  )
}

/** What the island needs to lay the field onto its page. */
function placement(widget: ReviewWidget): Record<`data-${string}`, string | number> {
  return {
    'data-widget': widget.id,
    'data-kind': widget.kind,
    'data-file': widget.fileId,
    'data-page': widget.page,
    'data-x': widget.x,
    'data-y': widget.y,
    'data-w': widget.w,
    'data-h': widget.h,
    ...(widget.fontSize === null ? {} : { 'data-font-size': widget.fontSize }),
  }
}
