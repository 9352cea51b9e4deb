import type { JSX } from 'preact'
import type { Room } from './ConsoleLayout.tsx'

const lines: Record<Room, string> = {
  documents: 'M5 2.8h6.2L15 6.6v10.6H5zM11 3v4h4M7.6 10.4h4.8M7.6 13.4h4.8',
  templates: 'M7.4 2.8h6l3.2 3.2v8H7.4zM13 3v3.4h3.4M7.4 6H3.4v11.2h9V14',
  clients: 'M9.8 10.2a3.6 3.6 0 1 1-5.1 5.1 3.6 3.6 0 0 1 5.1-5.1zM9.8 10.2L16.6 3.4M13.4 6.6l2.2 2.2',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
}

/** A small line drawing beside the name of a room. */
export function RoomIcon({ room }: { room: Room }): JSX.Element {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d={lines[room]}
        stroke="currentColor"
        stroke-width="1.6"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
