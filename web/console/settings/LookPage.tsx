import type { JSX } from 'preact'
import type { LogoProblem } from '#domain/logo-problem.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileField } from '#web/ui/FileField.tsx'
import { logoAddress } from '#web/ui/look-address.ts'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { Switch } from '../frame/Switch.tsx'
import { lookWordsIn } from '../words/look-words.ts'
import { LookPreview } from './LookPreview.tsx'

/** What is shown and, once it is pressed, saved; `logo`: the name of one that is kept. */
type ShownLook = { logo: string | null; colour: string | null }

export type ColourProblem = 'malformed' | { contrast: number; nearest: string }

export type LookPageProps = {
  chrome: ConsoleChrome
  look: ShownLook
  /** The colour as typed, and whether it is to be used. */
  entry: { colour: string; useColour: boolean }
  /** The look is another than the team's and can be saved. */
  proposed: boolean
  problems: { logo: LogoProblem | 'gone' | null; colour: ColourProblem | null }
  done: 'saved' | 'unchanged' | null
}

const address = '/console/settings/look'

/** The colour that stands in the field before one was chosen: ours. */
export const ownColour = '#1f4e79'

/** Logo and colour of the signing pages: chosen, looked at, saved. */
export function LookPage({ chrome, look, entry, proposed, problems, done }: LookPageProps): JSX.Element {
  const words = lookWordsIn(chrome.lang)
  const inError = problems.logo !== null || problems.colour !== null
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.title}
      section="settings"
      inError={inError}
      {...(look.colour === null
        ? {}
        : { lookStylesheet: `/looks/${chrome.scheme}-${look.colour.slice(1)}.css` })}
    >
      <p class="back">
        <a href="/console/settings">{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {done === null ? null : (
        <Notice kind="success" live>
          {words[done]}
        </Notice>
      )}
      <div class="look">
        <form
          method="post"
          action={`${address}/preview`}
          encType="multipart/form-data"
          class="card"
          novalidate
        >
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="kept" value={look.logo ?? ''} />
          <LogoField look={look} problem={problems.logo} words={words} />
          <ColourField entry={entry} problem={problems.colour} words={words} />
          <div class="acts">
            <Button kind={proposed ? 'quiet' : 'primary'}>{words.preview}</Button>
          </div>
        </form>
        <section class="card" aria-labelledby="preview-heading">
          <h2 id="preview-heading">{proposed ? words.previewTitle : words.now}</h2>
          {proposed ? <p class="note">{words.unsaved}</p> : null}
          <LookPreview chrome={chrome} logo={look.logo} words={words.sample} />
          {proposed ? (
            <form method="post" action={address} class="acts">
              <FormToken value={chrome.formToken} />
              <input type="hidden" name="logo" value={look.logo ?? ''} />
              <input type="hidden" name="colour" value={look.colour ?? ''} />
              <LinkButton kind="quiet" href={address}>
                {words.discard}
              </LinkButton>
              <Button>{words.save}</Button>
            </form>
          ) : null}
        </section>
      </div>
    </ConsoleLayout>
  )
}

type Words = ReturnType<typeof lookWordsIn>

type LogoFieldProps = { look: ShownLook; problem: LogoProblem | 'gone' | null; words: Words }

function LogoField({ look, problem, words }: LogoFieldProps): JSX.Element {
  const error =
    problem === null ? null : problem === 'gone' ? words.problems.gone : words.problems.logo[problem]
  return (
    <>
      <FileField
        id="logo"
        label={words.logo}
        hint={words.logoHint}
        error={error}
        accept="image/png,image/svg+xml,.png,.svg"
      />
      {look.logo === null ? (
        <p class="note">{words.none}</p>
      ) : (
        <div class="kept-logo">
          <img src={logoAddress(look.logo)} alt="" />
          <p class="note">{words.keptLogo}</p>
          <Switch name="remove_logo" on={false} label={words.removeLogo} hint={null} />
        </div>
      )}
    </>
  )
}

type ColourFieldProps = { entry: LookPageProps['entry']; problem: ColourProblem | null; words: Words }

function ColourField({ entry, problem, words }: ColourFieldProps): JSX.Element {
  return (
    <fieldset class="look-colour">
      <legend>{words.colour}</legend>
      <Switch name="use_colour" on={entry.useColour} label={words.useColour} hint={words.useHint} />
      <Field
        id="colour"
        name="colour"
        label={words.colourField}
        hint={null}
        value={entry.colour}
        autocomplete="off"
        maxlength={20}
        error={
          problem === null
            ? null
            : problem === 'malformed'
              ? words.problems.colour
              : words.problems.contrast(problem.contrast, problem.nearest)
        }
      />
    </fieldset>
  )
}
