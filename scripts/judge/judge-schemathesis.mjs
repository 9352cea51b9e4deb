import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demand, run } from './run-command.mjs'
import { contractBytes, startProduct } from './run-product.mjs'

const VERSION = '4.32.5'
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
].join(',')

/** Calls that take away what the others ask for come last, each kind on a document of its own. */
const runs = [
  {
    name: 'reads and writes',
    flags: ['--exclude-method', 'DELETE', '--exclude-operation-id', 'sendOrRemind'],
  },
  { name: 'sends', flags: ['--include-operation-id', 'sendOrRemind'] },
  { name: 'removes', flags: ['--include-method', 'DELETE'] },
]

/**
 * Schemathesis: reads our own `/openapi.json`, makes calls of its own from it, and refuses every answer that the
 * description does not allow. Answers the objections, one text each run that has any.
 */
export function createSchemathesisJudge(cache, project) {
  const folder = join(cache, `schemathesis-${VERSION}`)
  const program = join(folder, 'bin', 'schemathesis')
  return {
    name: 'Schemathesis',
    async prepare() {
      if (!existsSync(program)) {
        await demand('python3', ['-m', 'venv', folder])
        await demand(join(folder, 'bin', 'python'), [
          ...['-m', 'pip', 'install', '-q'],
          `schemathesis==${VERSION}`,
        ])
      }
      return (await demand(program, ['--version'])).stdout.trim()
    },
    async judge(say) {
      const product = await startProduct(project, { API_CALLS_PER_MINUTE: '0' })
      const work = join(cache, 'api')
      await mkdir(work, { recursive: true })
      try {
        const objections = []
        const headers = await authorized(product)
        for (const { name, flags } of runs) {
          await writeFile(join(work, 'schemathesis.toml'), parametersOf(await aDraft(product.url, headers)))
          const { code, stdout, stderr } = await run(
            program,
            [
              ...['run', `${product.url}/openapi.json`, '--url', product.url, '--checks', checks],
              ...[
                '--header',
                `Authorization: ${headers.authorization}`,
                '--phases',
                'examples,coverage,fuzzing',
              ],
              // One worker: until Python 3.12 two threads that parse at once spoil each other's depth (CPython 106905).
              ...['--max-examples', '30', '--workers', '1', '--no-color', '--seed', '4711', ...flags],
              ...['--generation-database', 'none', '--max-failures', '20'],
            ],
            { cwd: work },
          )
          await writeFile(join(work, `${name}.txt`), stdout)
          const summary = stdout
            .split('\n')
            .filter((line) => /generated|passed|failed/i.test(line))
            .at(-1)
          say(`          ${name}: ${summary?.trim() ?? ''}`)
          if (code !== 0) objections.push(`${name}: ${`${stdout}${stderr}`.slice(-6000)}`)
        }
        return objections
      } finally {
        await product.stop()
      }
    },
  }
}

async function authorized({ url, clientId }) {
  const body = new URLSearchParams({ client_id: clientId })
  const { access_token } = await (await fetch(`${url}/token`, { method: 'POST', body })).json()
  return { authorization: `Bearer ${access_token}` }
}

/** A draft that has one of everything that paths name. */
async function aDraft(url, headers) {
  const post = async (path, body) => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const form = (fields) => new URLSearchParams(fields)
  const { id } = await post('/documents', form({ title: 'Schemathesis' }))
  const path = `/documents/${id}`
  const { participants } = await post(
    `${path}/participants`,
    form({ name: '山田', callback: '1', tel: '09012345678' }),
  )
  const upload = new FormData()
  upload.set('uploadfile', new Blob([contractBytes()], { type: 'application/pdf' }), 'contract.pdf')
  const { files } = await post(`${path}/files`, upload)
  const participant = participants[1].id
  const widget = { participant_id: participant, type: '1', page: '0', x: '9', y: '9' }
  const withWidget = await post(`${path}/files/${files[0].id}/widgets`, form(widget))
  const { reportees } = await post(`${path}/reportees`, form({ name: '報告', email: 'r@example.jp' }))
  return {
    document_id: id,
    file_id: files[0].id,
    participant_id: participant,
    widget_id: withWidget.files[0].widgets[0].id,
    reportee_id: reportees[0].id,
  }
}

const parametersOf = (ids) =>
  ['[parameters]', ...Object.entries(ids).map(([name, id]) => `"path.${name}" = "${id}"`), ''].join('\n')
