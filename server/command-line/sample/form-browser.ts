/** A browser without JavaScript: it keeps cookies, follows redirects, and posts a form with what the page wrote into it. */
export function openFormBrowser() {
  const cookies = new Map<string, string>()
  let html = ''

  async function visit(address: string, body?: URLSearchParams): Promise<string> {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const { origin } = new URL(address)
    const response = await fetch(address, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, origin },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location !== null) return visit(new URL(location, address).toString())
    html = await response.text()
    if (!response.ok) throw new Error(`the page answered ${response.status}`)
    return html
  }

  return {
    get: (address: string) => visit(address),
    /** Posts the form that the page has for this address. */
    submit(address: string, fields: Record<string, string> = {}): Promise<string> {
      const { pathname } = new URL(address)
      const form = html.split('<form').find((each) => each.includes(`action="${pathname}"`)) ?? ''
      const hidden = [...(form.split('</form>')[0] ?? '').matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(
        ([input]) => [/name="([^"]*)"/.exec(input)?.[1] ?? '', /value="([^"]*)"/.exec(input)?.[1] ?? ''],
      )
      return visit(address, new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }))
    },
  }
}
