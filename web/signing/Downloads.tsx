import type { JSX } from 'preact'
import type { Words } from './words.ts'

export type Download = {
  kind: 'sealed' | 'certificate' | 'extract'
  /** File name as it will be saved. */
  name: string
  url: string
}

export type DownloadsProps = { downloads: Download[]; words: Words['done'] }

/** The sealed files, the certificate and an extract of it, as large links. */
export function Downloads({ downloads, words }: DownloadsProps): JSX.Element {
  return (
    <ul class="downloads">
      {downloads.map((download) => (
        <li key={download.url}>
          <a href={download.url} download>
            <svg width="24" height="24" viewBox="0 0 24 24" fill="none" aria-hidden="true">
              <path
                d="M12 4v11m-5-4.5 5 5 5-5M5 20h14"
                stroke="currentColor"
                stroke-width="2"
                stroke-linecap="round"
                stroke-linejoin="round"
              />
            </svg>
            <span>
              <strong>{words[download.kind]}</strong>
              <span class="file-name">{download.name}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
