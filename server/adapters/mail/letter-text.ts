import type { Letter } from '../../usecases/delivery-ports.ts'

/** The letter as plain text. An address stands alone on its line, so that no program takes a letter beside it for its end. */
export function letterText({ greeting, says, about, quote, act, notes, language }: Letter): string {
  const indent = language === 'en' ? '  ' : '　'
  const parts = [
    greeting,
    says.join('\n'),
    about === '' ? '' : indent + about,
    quote === null ? '' : `${quote.label}\n${indented(quote.text, indent)}`,
    act === null ? '' : `${act.lead}\n${act.url}`,
    notes.join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** So that nothing in it reads as if we had said it. */
function indented(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
}
