import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field, FieldError } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { kindsOnWire } from './field-entry.ts'
import { lookOf, partiesOf } from './parties.ts'
import type { OnFileProps } from './placing-props.ts'
import { type PlacingWords, placingWords } from './placing-words.ts'

/** The page's picture, which takes the press, and beside it the form of one field. */
export function PlacingForm(props: OnFileProps): JSX.Element {
  const { chrome, base, shown, editing, entry } = props
  const words = placingWords(chrome.lang)
  const { typed, problems } = entry
  const here = `${base}/fields?file=${shown.file.order + 1}`
  const number = (name: 'page' | 'x' | 'y' | 'w' | 'h', label: string) => (
    <Field
      id={name}
      name={name}
      label={label}
      hint={null}
      error={problems[name] ?? null}
      value={typed[name]}
      inputmode="numeric"
      autocomplete="off"
      maxlength={6}
    />
  )
  return (
    <form
      method="post"
      action={editing === null ? `${base}/fields` : `${base}/fields/${editing.id}`}
      class="placing-form"
      novalidate
    >
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="file" value={shown.file.order + 1} />
      <div class="placing-desk">
        <PageBar {...props} here={here} />
        <PagePicture {...props} />
        <p class="note">{words.pictureNote}</p>
        <p class="note">
          {words.noPicture}{' '}
          <a href={`${base}/files/${shown.file.id}/read`} target="_blank" rel="noopener">
            {words.openPdf}
          </a>
        </p>
      </div>
      <div class="card placing-entry">
        <h2>{editing === null ? words.form.add : words.form.edit}</h2>
        {problems.form === undefined ? null : (
          <Notice kind="warning" focused>
            <p>{problems.form}</p>
          </Notice>
        )}
        <Kinds typed={typed.kind} problem={problems.kind ?? null} words={words} />
        <Participants {...props} words={words} />
        <div class="numbers">
          {number('page', words.form.page)}
          {number('x', words.form.x)}
          {number('y', words.form.y)}
          {number('w', words.form.w)}
          {number('h', words.form.h)}
        </div>
        <p class="hint">{words.form.unit}</p>
        <Field
          id="label"
          name="label"
          label={words.form.label}
          hint={words.form.labelHint}
          error={problems.label ?? null}
          value={typed.label}
          autocomplete="off"
        />
        <More typed={typed} problems={problems} words={words} />
        <div class="acts">
          {editing === null ? null : (
            <LinkButton kind="quiet" href={`${here}&page=${shown.page + 1}`}>
              {words.form.cancel}
            </LinkButton>
          )}
          <Button>{editing === null ? words.form.place : words.form.save}</Button>
        </div>
      </div>
    </form>
  )
}

function PageBar({ chrome, shown, here }: OnFileProps & { here: string }): JSX.Element {
  const words = placingWords(chrome.lang)
  const { length } = shown.file.pages
  const to = (page: number, said: string) =>
    page < 0 || page >= length ? null : <a href={`${here}&page=${page + 1}`}>{said}</a>
  return (
    <p class="page-bar">
      {to(shown.page - 1, `‹ ${words.earlier}`)}
      <span>{words.page(shown.page + 1, length)}</span>
      {to(shown.page + 1, `${words.later} ›`)}
    </p>
  )
}

/**
 * The picture has a pixel for each point, so that where it is pressed is where the field goes; an image button tells the
 * place without a script. What is placed already is drawn over it.
 */
function PagePicture({ chrome, document, base, shown, editing }: OnFileProps): JSX.Element {
  const { file, page } = shown
  const size = file.pages[page] ?? { width: 0, height: 0 }
  const [width, height] = [Math.round(size.width), Math.round(size.height)]
  const parties = partiesOf(document, chrome.lang)
  const here = document.widgets.filter((each) => each.fileId === file.id && each.page === page)
  return (
    <div class="picture-scroll">
      <div class="picture">
        <input
          type="image"
          name="at"
          src={`${base}/files/${file.id}/pages/${page + 1}`}
          width={width}
          height={height}
          alt={placingWords(chrome.lang).pictureAlt(page + 1)}
        />
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {here.map(({ id, participantId, x, y, w, h }) => {
            const party = parties.find((each) => each.id === participantId)
            const look = party === undefined ? '' : lookOf(party)
            return (
              <g key={id} class={`drawn-field ${look}${id === editing?.id ? ' chosen' : ''}`}>
                <rect x={x} y={y} width={w} height={h} rx={3} />
                <text x={x + 3} y={y + Math.min(11, h - 3)}>
                  {party?.sign}
                </text>
              </g>
            )
          })}
        </svg>
      </div>
    </div>
  )
}

type KindsProps = { typed: string; problem: string | null; words: PlacingWords }

function Kinds({ typed, problem, words }: KindsProps): JSX.Element {
  return (
    <fieldset class="kinds">
      <legend>{words.form.kind}</legend>
      {kindsOnWire.map(([kind]) => (
        <span key={kind} class="kind-choice">
          <input type="radio" id={`kind-${kind}`} name="kind" value={kind} checked={typed === kind} />
          <label for={`kind-${kind}`}>{words.kinds[kind]}</label>
        </span>
      ))}
      {problem === null ? null : <FieldError id="kind-error">{problem}</FieldError>}
    </fieldset>
  )
}

function Participants({
  chrome,
  document,
  entry,
  words,
}: OnFileProps & { words: PlacingWords }): JSX.Element {
  const problem = entry.problems.participant ?? null
  return (
    <div class={`field${problem === null ? '' : ' in-error'}`}>
      <label for="participant">{words.form.participant}</label>
      <select
        id="participant"
        name="participant"
        {...(problem === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'participant-error' })}
      >
        {partiesOf(document, chrome.lang).map(({ id, name, sign }) => (
          <option key={id} value={id} selected={entry.typed.participantId === id}>
            {`${sign}　${name}`}
          </option>
        ))}
      </select>
      {problem === null ? null : <FieldError id="participant-error">{problem}</FieldError>}
    </div>
  )
}

type MoreProps = OnFileProps['entry'] & { words: PlacingWords }

function More({ typed, problems, words }: MoreProps): JSX.Element {
  const { form } = words
  const open =
    typed.text !== '' || typed.fontSize !== '' || ['text', 'fontSize'].some((name) => name in problems)
  return (
    <>
      <p class="check-line">
        <input type="checkbox" id="required" name="required" value="1" checked={typed.required} />
        <label for="required">{form.required}</label>
      </p>
      <details class="more" open={open}>
        <summary>{form.more}</summary>
        <Field
          id="text"
          name="text"
          label={form.text}
          hint={form.textHint}
          error={problems.text ?? null}
          value={typed.text}
          autocomplete="off"
        />
        <Field
          id="fontSize"
          name="font_size"
          label={form.fontSize}
          hint={form.fontSizeHint}
          error={problems.fontSize ?? null}
          value={typed.fontSize}
          inputmode="numeric"
          autocomplete="off"
        />
      </details>
    </>
  )
}
