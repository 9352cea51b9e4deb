import type { JSX } from 'preact'
import { type SealLetter, sealLetters } from '#domain/hanko.ts'

export type HankoProps = {
  /** The name as typed. */
  name: string
  /** Unique in the page: the ink's texture is a filter that is referred to by id. */
  id: string
  /** What a screen reader says. */
  label: string
}

/** A round vermilion seal with the name set as the seal in the document is, pressed a little unevenly, as by hand. */
export function Hanko({ name, id, label }: HankoProps): JSX.Element {
  return (
    <svg class="hanko" viewBox="0 0 100 100" role="img" aria-label={label}>
      <filter id={`${id}-ink`} x="-5%" y="-5%" width="110%" height="110%">
        <feTurbulence type="fractalNoise" baseFrequency="0.09" numOctaves="2" seed="7" result="grain" />
        <feDisplacementMap in="SourceGraphic" in2="grain" scale="1.6" result="edge" />
        <feColorMatrix in="grain" values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 -4.5 3.75" result="gaps" />
        <feComposite in="edge" in2="gaps" operator="in" />
      </filter>
      <g filter={`url(#${id}-ink)`} transform="rotate(-4 50 50)" fill="var(--shu)">
        <circle cx="50" cy="50" r="46" fill="none" stroke="var(--shu)" stroke-width="4.5" />
        <g
          font-family="'Hiragino Mincho ProN','Yu Mincho','Noto Serif JP','Noto Serif CJK JP',serif"
          font-weight="700"
          text-anchor="middle"
        >
          {sealLetters(name).map((letter) => (
            <Letter key={`${letter.x} ${letter.y}`} letter={letter} />
          ))}
        </g>
      </g>
    </svg>
  )
}

/** Room within the ring, in the picture's hundredths. */
const INNER = 43.75

/** A letter fills its cell; a line of Latin letters is as long as it is in the document. */
function Letter({ letter }: { letter: SealLetter }): JSX.Element {
  const [w, h] = [letter.w * INNER, letter.h * INNER]
  const place = `translate(${round(50 + letter.x * INNER)} ${round(50 + letter.y * INNER)})`
  if (letter.kind === 'row') {
    return (
      <text
        transform={place}
        y={round(h * 0.36)}
        font-size={round(h)}
        textLength={round(w)}
        lengthAdjust="spacingAndGlyphs"
      >
        {letter.text}
      </text>
    )
  }
  const stretched = `scale(${round(w / 10)} ${round(h / 10)})`
  const lying = `rotate(90) scale(${round(h / 10)} ${round(w / 10)})`
  return (
    <text transform={`${place} ${letter.kind === 'turned' ? lying : stretched}`} y="3.8" font-size="10">
      {letter.text}
    </text>
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
