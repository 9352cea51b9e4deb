import type { PaperSize } from './paper-stack.ts'

/** Reads what `pageSizes` of web/signing/page-sizes.ts wrote: `595.3x841.9*50 842x595`. */
export function sizesIn(text: string): PaperSize[] {
  return text.split(' ').flatMap((run) => {
    const [, width, height, times = '1'] = /^([\d.]+)x([\d.]+)(?:\*(\d+))?$/.exec(run) ?? []
    const size = { width: Number(width), height: Number(height) }
    return size.width > 0 && size.height > 0 ? Array.from({ length: Number(times) }, () => size) : []
  })
}
