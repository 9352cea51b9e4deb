// `npm run sdk`: the types of the TypeScript client, made from the description of the Web API. With --print to the
// output instead of the file.
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { openApi } from '../contract/web-api/open-api.ts'
import { operations } from '../contract/web-api/operations.ts'

// The generator writes by TypeScript's former compiler API, which TypeScript 7 no longer has; ts-morph brings it along.
const compiler = `data:text/javascript,${encodeURIComponent("import { ts } from '@ts-morph/common'; export default ts")}`
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'typescript') return { url: compiler, shortCircuit: true }
    return next(
      specifier,
      context.parentURL === compiler ? { ...context, parentURL: import.meta.url } : context,
    )
  },
})
const { default: generate, astToString } = await import('openapi-typescript')

const head = '// Made from the description of the Web API by `npm run sdk`; not written by hand.\n'
// What we send to webhooks is no call of the client's.
const { webhooks: _sent, ...called } = openApi('/')
const types = astToString(await generate(called, { alphabetize: false }))
const calls = operations.map(({ name, method, path, request, answer }) => {
  const gives = answer === null ? 'nothing' : typeof answer === 'string' ? 'file' : 'json'
  return [name, { method, path: path.replaceAll(/:(\w+)/g, '{$1}'), request, gives }]
})
const table = `/** How each call goes. */\nexport const calls = ${JSON.stringify(Object.fromEntries(calls), null, 2)} as const\n`
const whole = `${head}${types}\n${table}`
if (process.argv.includes('--print')) process.stdout.write(whole)
else writeFileSync(new URL('../sdk/web-api.ts', import.meta.url), whole)
