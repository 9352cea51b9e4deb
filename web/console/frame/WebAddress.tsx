import type { JSX } from 'preact'

/** A web address that breaks before its parts, where it has to: never inside of its port, which would be another one. */
export function WebAddress({ url }: { url: string }): JSX.Element {
  return (
    <span class="web-address">
      {url.split(/(?<=:\/\/)|(?<![:/])(?=[/?&])/).map((part, index) => (
        <>
          {index === 0 ? null : <wbr />}
          {part}
        </>
      ))}
    </span>
  )
}
