/** Files dropped or chosen: sent one after the other, each with its progress; a refusal stands beside its file. */

type Words = Record<
  'waiting' | 'sending' | 'checking' | 'added' | 'failed' | 'ended' | 'goOn' | 'tooLarge',
  string
>

/** `draft` null: none has begun, because nothing was taken yet. */
type Answer = {
  draft: string | null
  documentId: string | null
  refused: { name: string; sentence: string }[]
}

/** `changed`: the draft that the page shows has got files. */
export function receiveFiles(form: HTMLFormElement, changed: () => Promise<void>): void {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]')
  const list = form.querySelector<HTMLElement>('.arrivals')
  const button = form.querySelector<HTMLElement>('button.button')
  const hidden = form.querySelectorAll<HTMLInputElement>('input[type="hidden"]')
  if (input === null || list === null || button === null) return
  const words: Words = JSON.parse(form.dataset.words ?? '{}')
  const most = Number(form.dataset.most)
  const starts = form.action.endsWith('/new')
  let target = form.action
  let queue = Promise.resolve()
  let draft: string | null = starts ? null : location.pathname
  let waiting = 0
  let refusals = 0

  button.hidden = true
  form.classList.add('ready')
  const zone = form.querySelector<HTMLElement>('.zone')
  if (zone !== null) zone.hidden = false

  const take = (files: Iterable<File>): void => {
    for (const file of files) {
      const line = lineOf(file.name)
      list.hidden = false
      list.append(line.item)
      waiting += 1
      queue = queue.then(async () => {
        if (!(await send(file, line))) refusals += 1
        waiting -= 1
        if (waiting === 0) await settled()
      })
    }
  }

  input.addEventListener('change', () => {
    take(Array.from(input.files ?? []))
    input.value = ''
  })
  form.addEventListener('submit', (event) => event.preventDefault())
  for (const type of ['dragenter', 'dragover']) {
    document.addEventListener(type, (event) => {
      if (event instanceof DragEvent && !event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      form.classList.add('over')
    })
  }
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) form.classList.remove('over')
  })
  document.addEventListener('drop', (event) => {
    if ((event.dataTransfer?.files.length ?? 0) === 0) return
    event.preventDefault()
    form.classList.remove('over')
    take(Array.from(event.dataTransfer?.files ?? []))
  })
  // Files that are still on their way are lost with the page.
  window.addEventListener('beforeunload', (event) => {
    if (waiting > 0) event.preventDefault()
  })

  function lineOf(name: string) {
    const item = document.createElement('li')
    const title = document.createElement('strong')
    const said = document.createElement('p')
    const bar = document.createElement('progress')
    title.textContent = name
    said.className = 'note'
    said.textContent = words.waiting
    bar.max = 1
    bar.value = 0
    bar.setAttribute('aria-label', name)
    item.append(title, said, bar)
    const end = (sentence: string, refused: boolean) => {
      bar.remove()
      said.textContent = sentence
      said.className = refused ? 'field-error' : 'note'
      if (refused) said.setAttribute('role', 'alert')
    }
    return { item, said, bar, end }
  }

  /** True when the draft has the file. */
  async function send(file: File, line: ReturnType<typeof lineOf>): Promise<boolean> {
    if (file.size > most) {
      line.end(words.tooLarge, true)
      return false
    }
    line.said.textContent = words.sending
    const body = new FormData()
    for (const { name, value } of hidden) body.append(name, value)
    body.append('uploadfile', file, file.name)
    const { status, text } = await posted(body, (share) => {
      line.bar.value = share
      if (share === 1) line.said.textContent = words.checking
    })
    const answer = status === 200 ? read(text) : null
    if (answer === null) {
      line.end(status === 0 || status >= 500 ? words.failed : words.ended, true)
      return false
    }
    if (answer.draft !== null) {
      target = `/console/documents/${answer.documentId}/files`
      draft = answer.draft
    }
    const [refused] = answer.refused
    line.end(refused?.sentence ?? words.added, refused !== undefined)
    return refused === undefined
  }

  function posted(
    body: FormData,
    progress: (share: number) => void,
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.open('POST', target)
      request.setRequestHeader('accept', 'application/json')
      request.upload.addEventListener('progress', ({ loaded, total }) => {
        progress(total === 0 ? 0 : loaded / total)
      })
      request.addEventListener('loadend', () => {
        const isJson = request.getResponseHeader('content-type')?.startsWith('application/json') === true
        const landed = request.status === 200 && !isJson ? 403 : request.status
        resolve({ status: landed, text: request.responseText })
      })
      request.send(body)
    })
  }

  function read(text: string): Answer | null {
    try {
      return JSON.parse(text)
    } catch {
      return null
    }
  }

  /** Everything that was chosen has ended. Without a refusal the page goes on; else it stays, and says how. */
  async function settled(): Promise<void> {
    if (draft === null) return
    const refused = refusals > 0
    refusals = 0
    if (!starts) {
      await changed()
      for (const item of list?.querySelectorAll('li:not(:has(.field-error))') ?? []) item.remove()
      return
    }
    if (!refused) return location.assign(draft)
    const link = form.querySelector<HTMLAnchorElement>('a.button') ?? document.createElement('a')
    link.className = 'button primary'
    link.href = draft
    link.textContent = words.goOn
    form.append(link)
  }
}
