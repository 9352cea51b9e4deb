import type { JSX } from 'preact'

export type LogoProps = {
  /** Side length in CSS pixels. */
  size: number
}

/** The sign of Musubi: two closed lines tied into each other, over and under in turn. A word stands beside it. */
export function Logo({ size }: LogoProps): JSX.Element {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <KnotLines />
    </svg>
  )
}

/** The two lines alone, in a 24 × 24 box, for drawings that contain the knot. */
export function KnotLines(): JSX.Element {
  return (
    <g transform="rotate(45 12 12)" stroke-width="2.7" stroke-linecap="butt">
      <path
        class="knot-first"
        d="M18.6 8.4A3.6 3.6 0 0 1 18.9 15.6H10.8M5.4 15.6A3.6 3.6 0 0 1 5.1 8.4H13.2"
      />
      <path
        class="knot-second"
        d="M8.4 10.8V18.9A3.6 3.6 0 0 0 15.6 18.6M15.6 13.2V5.1A3.6 3.6 0 0 0 8.4 5.4"
      />
    </g>
  )
}
