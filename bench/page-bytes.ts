import type { Client } from './browserless-client.ts'

/** Bytes on the wire with gzip: the page, what it loads at once, and the viewer that it loads or prefetches. */
export type PageBytes = { html: number; assets: number; viewer: number }

/** Asks as a browser would that takes gzip; the list of what to load is read from the page itself. */
export async function measurePage(
  client: Client,
  path: string,
  headers: Record<string, string> = {},
): Promise<PageBytes> {
  const asked = { ...headers, 'accept-encoding': 'gzip' }
  const html = (await client.ask('GET', path, { headers })).body
  const onWire = await client.ask('GET', path, { headers: asked })
  const tags = [...html.matchAll(/<(link|script)\b[^>]*>/g)].map(([tag]) => tag)
  const addressOf = (tag: string) => /(?:href|src)="(\/assets\/[^"]+)"/.exec(tag)?.[1]
  const isViewer = (tag: string) => /rel="(?:module)?pre(?:fetch|load)"/.test(tag)
  const now = new Set(tags.filter((tag) => !isViewer(tag)).flatMap((tag) => addressOf(tag) ?? []))
  const later = new Set([
    ...tags.filter(isViewer).flatMap((tag) => addressOf(tag) ?? []),
    // The review page names the viewer's folder; its script loads these two from there.
    ...['pdf.min.mjs', 'pdf.worker.min.mjs'].flatMap((name) => {
      const folder = /data-pdfjs="(\/assets\/[^"]+)"/.exec(html)?.[1]
      return folder === undefined ? [] : [folder + name]
    }),
  ])
  const sizes = await Promise.all(
    [...now, ...later].map(async (address) => {
      const { bytes } = await client.ask('GET', address, { headers: { 'accept-encoding': 'gzip' } })
      return [address, bytes] as const
    }),
  )
  const sum = (wanted: (address: string) => boolean) =>
    sizes.filter(([address]) => wanted(address)).reduce((total, [, bytes]) => total + bytes, 0)
  return {
    html: onWire.bytes,
    assets: sum((address) => now.has(address)),
    viewer: sum((address) => !now.has(address)),
  }
}
