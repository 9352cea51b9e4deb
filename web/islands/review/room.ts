import { sealOverflow } from '#domain/hanko.ts'
import { layText, mostThatFit, roomFor, roomLeft, type TextBox } from '#domain/text-layout.ts'
import { element, type Sentences } from '../papers/sentences.ts'
import type { ReviewField } from './field.ts'

/** From here on the reader is told how much room is left; before, nobody would ask. */
const NEARLY_FULL = 20
const PAUSE_BEFORE_SPEAKING = 1_000
const MORE_THAN_A_SEAL_HOLDS = 40
/** Which of these the fonts know is the server's to say: those that they do not know are dropped. */
const VARIATION_SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u

type Place = TextBox & { kind: ReviewField['kind']; fontSize: number | null }

/** How many more characters certainly fit into a field; negative: how many are too many. The server counts the same way. */
function roomIn(place: Place, text: string): number {
  const { length } = [...text]
  if (place.kind === 'seal') {
    const side = Math.min(place.w, place.h)
    const overflow = sealOverflow(text, side)
    if (overflow !== null) return overflow.characters - length
    return mostThatFit(
      MORE_THAN_A_SEAL_HOLDS,
      (count) => sealOverflow(text + '漢'.repeat(count), side) === null,
    )
  }
  if (layText(text, place, place.fontSize) === null) return roomFor(text, place).characters - length
  return roomLeft(text, place)
}

/** Says beneath a field how much more fits, while it matters: seen at once, spoken when typing pauses. */
export function showRoom(
  input: ReviewField['input'],
  placeOf: () => Place | null,
  sentences: Sentences,
): () => void {
  const seen = element('p', { class: 'hint room', 'aria-hidden': 'true' })
  const spoken = element('p', { class: 'spoken', role: 'status' })
  const holder = input.closest('.input-line') ?? input
  holder.after(seen, spoken)
  let timer: ReturnType<typeof setTimeout> | undefined

  const show = (): void => {
    const place = placeOf()
    const room = place === null || place.kind === 'checkbox' ? null : roomIn(place, input.value)
    const worth = room !== null && (room < 0 || (room <= NEARLY_FULL && input.value !== ''))
    const notice = VARIATION_SELECTOR.test(input.value) ? sentences.simplified : ''
    const words = worth ? wordsOf(room, sentences) : notice
    seen.textContent = words
    seen.classList.toggle('over', room !== null && room < 0)
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (spoken.textContent !== words) spoken.textContent = words
    }, PAUSE_BEFORE_SPEAKING)
  }
  input.addEventListener('input', show)
  show()
  return show
}

function wordsOf(room: number, sentences: Sentences): string {
  return room < 0
    ? sentences.roomOver.replace('{count}', String(-room))
    : sentences.roomLeft.replace('{count}', String(room))
}
