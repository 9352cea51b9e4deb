import { renderToString } from 'preact-render-to-string'
import type { Letter } from '../../usecases/delivery-ports.ts'
import { darkScheme, fonts, style } from './letter-style.ts'

/** BCP 47; what the Web API calls the two ways of writing Chinese is older than its script subtags. */
const tags: Record<Letter['language'], string> = {
  ja: 'ja',
  en: 'en',
  'zh-CHS': 'zh-Hans',
  'zh-CHT': 'zh-Hant',
}

/**
 * The letter as a page for mail programs: styles stand in the elements, because many drop style sheets; tables place,
 * because Outlook knows nothing else; nothing is fetched, so that nobody learns when it is read. Preact escapes every text.
 */
export function letterHtml(letter: Letter): string {
  return `<!doctype html>${renderToString(<LetterPage letter={letter} />)}`
}

function LetterPage({ letter }: { letter: Letter }) {
  const { language, subject, heading, greeting, says, about, quote, act, notes } = letter
  const lang = tags[language]
  return (
    <html lang={lang} style={style.page}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* Telephone numbers, days and addresses in a text are no links. */}
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>{subject}</title>
        <style dangerouslySetInnerHTML={{ __html: darkScheme }} />
      </head>
      <body class="ground" style={{ ...style.body, fontFamily: fonts[language] }}>
        <Table class="ground" style={style.ground}>
          <td align="center" style={style.around}>
            <Table style={style.column}>
              <td style={{ ...style.cell, fontFamily: fonts[language] }}>
                <p class="sign" style={style.sign}>
                  Musubi
                </p>
                <div class="sheet" style={act === null ? style.sheetWithoutAct : style.sheet}>
                  <h1 class="ink" style={style.heading}>
                    {heading}
                  </h1>
                  <p class="ink" style={style.paragraph} dir="auto">
                    {greeting}
                  </p>
                  {says.map((each) => (
                    <p key={each} class="ink" style={style.paragraph}>
                      {each}
                    </p>
                  ))}
                  {about !== '' && (
                    <p class="about ink" style={style.about} dir="auto">
                      {about}
                    </p>
                  )}
                  {quote !== null && (
                    <div class="quote" style={style.quote}>
                      <p class="soft" style={style.quoteLabel}>
                        {quote.label}
                      </p>
                      <p class="ink" style={style.quoteText} dir="auto">
                        {quote.text}
                      </p>
                    </div>
                  )}
                  {act !== null && <Act act={act} />}
                </div>
                {notes.map((each) => (
                  <p key={each} class="soft" style={style.note}>
                    {each}
                  </p>
                ))}
              </td>
            </Table>
          </td>
        </Table>
      </body>
    </html>
  )
}

function Act({ act: { lead, label, url, help } }: { act: NonNullable<Letter['act']> }) {
  return (
    <>
      <p class="ink" style={style.paragraph}>
        {lead}
      </p>
      <Table style={style.buttonPlace}>
        <td class="button" align="center" style={style.button}>
          <a class="button-words" href={url} style={style.buttonWords}>
            {label}
          </a>
        </td>
      </Table>
      <p class="soft" style={style.help}>
        {help}
        <br />
        <a class="link" href={url} style={style.link} dir="ltr">
          {url}
        </a>
      </p>
    </>
  )
}

/** One cell that places what is in it. */
function Table(props: {
  class?: string
  style: Record<string, string | number>
  children: preact.ComponentChildren
}) {
  return (
    <table
      {...(props.class === undefined ? {} : { class: props.class })}
      role="presentation"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      style={props.style}
    >
      <tbody>
        <tr>{props.children}</tr>
      </tbody>
    </table>
  )
}
