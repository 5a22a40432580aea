import { bind } from '../values/arguments.ts'
import { dictKey, fail, PyTuple, PyView, type Value } from '../values/value.ts'
import type { Method } from './method.ts'
import { unsafeMethods } from './unsafeMethods.ts'

type Dict = ReadonlyMap<unknown, Value>

/** Methods of `dict` that read. What changes one is kept from templates by their sandbox. */
export const DICT_METHODS: ReadonlyMap<string, Method<Dict>> = new Map<string, Method<Dict>>([
  [
    'get',
    (dict, args, keywords) => {
      const [key, usual] = bind('get', [['key'], ['default', null]], args, keywords)
      const found = dict.get(dictKey(key as Value))
      return found === undefined ? (usual as Value) : found
    },
  ],
  [
    'items',
    (dict) =>
      new PyView(
        'dict_items',
        [...dict].map(([key, value]) => new PyTuple([key as Value, value])),
      ),
  ],
  ['keys', (dict) => new PyView('dict_keys', [...dict.keys()] as Value[])],
  ['values', (dict) => new PyView('dict_values', [...dict.values()])],
  ['copy', (dict) => new Map(dict)],
  ['fromkeys', () => fail('TypeError', 'fromkeys is not available to chat templates')],
  ...unsafeMethods<Dict>('dict', ['clear', 'pop', 'popitem', 'setdefault', 'update']),
])
