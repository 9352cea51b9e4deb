// `npm run sdk`: the types of the TypeScript client, made from the description of the Web API. With --print to the
// output instead of the file.
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { openApi } from '../contract/web-api/open-api.ts'

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
const types = head + astToString(await generate(openApi('/'), { alphabetize: false }))
if (process.argv.includes('--print')) process.stdout.write(types)
else writeFileSync(new URL('../sdk/web-api.ts', import.meta.url), types)
