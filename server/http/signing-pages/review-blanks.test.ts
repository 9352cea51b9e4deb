import { expect, test } from 'vitest'
import { ReviewPage, type ReviewPageProps } from '#web/signing/ReviewPage.tsx'
import { renderPage } from '#web/signing/render-page.ts'
import { drawnPages } from './drawn-pages.ts'
import { isForMany, withBlanks } from './review-blanks.ts'

/** A review in which every text is its own; `more` is what makes it another kind. */
function review(of: string, more: Partial<ReviewPageProps> = {}): ReviewPageProps {
  const base = `/s/token-${of}`
  const file = { pages: 2, sizes: '595.3x841.9*2', source: `${base}/files/f-${of}/reading` }
  return {
    chrome: {
      lang: 'ja',
      assets: (name) => `/assets/${name}`,
      sender: { name: '佐藤 美咲', organization: 'あおぞら不動産' },
      path: `${base}/review`,
      evaluation: true,
      links: { terms: null, privacy: null, contact: null },
      framed: false,
      look: null,
      session: { base, idleMinutes: 30, oldInSeconds: of.length, idleMinutesWhenOld: 5 },
    },
    base,
    formToken: `form-${of}`,
    revision: `revision-${of}`,
    title: `契約書 ${of}`,
    message: `お願いします ${of}`,
    files: [{ ...file, id: `f-${of}`, name: `${of}.pdf`, url: `${base}/files/f-${of}` }],
    parties: [
      { name: `送信者 ${of}`, organization: `会社 ${of}`, state: 'sent', at: `2026年11月30日 ${of}` },
      { name: `受信者 ${of}`, organization: null, state: 'you', at: null },
    ],
    together: false,
    widgets: [],
    attachment: null,
    upload: { problem: null, done: null },
    transfer: false,
    problems: [],
    showMissing: false,
    saved: false,
    preview: null,
    ...more,
  }
}

const hostile = `"><script>alert('x')</script> & &amp; $& \\1 0_ 山田`

test('the review that is drawn once reads for each recipient as if it were drawn for them', () => {
  const drawn = drawnPages(ReviewPage, 'q7'.repeat(16))
  for (const of of ['a', 'bb', hostile, '', 'a']) {
    const props = review(of)
    const page = drawn.page((blank) => withBlanks(props, blank)).toString()
    expect(page).toBe(renderPage(ReviewPage(props)))
  }
})

test('another kind of review is drawn anew, and the first stays what it was', () => {
  const drawn = drawnPages(ReviewPage, 'q7'.repeat(16))
  const kinds: Partial<ReviewPageProps>[] = [
    {},
    { transfer: true },
    { together: true },
    { saved: true },
    { message: null },
    { files: [...review('a').files, ...review('b').files] },
    { chrome: { ...review('a').chrome, lang: 'en' } },
    { chrome: { ...review('a').chrome, sender: { name: '別の送信者', organization: '' } } },
    { chrome: { ...review('a').chrome, framed: true } },
    { chrome: { ...review('a').chrome, look: { stylesheet: '/looks/a.css', logo: '/looks/a.png' } } },
    {},
  ]
  for (const more of kinds) {
    const props = review('a', more)
    const page = drawn.page((blank) => withBlanks(props, blank)).toString()
    expect(page).toBe(renderPage(ReviewPage(props)))
  }
})

test('a review in which something is asked for, or was refused, is drawn for its recipient alone', () => {
  const asked = { description: '', required: true, files: [], shown: '' }
  const problem = { widgetId: 'w', kind: 'too_long' as const, most: 1 }
  const upload = { problem: 'required' as const, done: null }
  const kinds = [{ attachment: asked }, { problems: [problem] }, { upload }]
  expect(kinds.map((more) => isForMany(review('a', more)))).toEqual([false, false, false])
  expect(isForMany(review('a'))).toBe(true)
})
