import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type PreparedConfig, preparedHash, preparedText } from './preparedHash.ts'

const goldens = JSON.parse(readFileSync(new URL('../../fixtures/hf/preparedHashes.json', import.meta.url), 'utf8')) as {
  config: PreparedConfig
  tokenizer: string
  hash: string
}[]

/** The examples of axolotl-semantics §8.6. */
const EXAMPLES: [PreparedConfig, string, string, string][] = [
  [
    {
      sequence_len: 2048,
      sample_packing: false,
      eval_sample_packing: false,
      group_by_length: false,
      datasets: [{ path: 'mhenrichsen/alpaca_2k_test', type: 'alpaca', split: 'train' }],
    },
    'NousResearch/Llama-3.2-1B',
    '2048@False@False@False@1.0@False|mhenrichsen/alpaca_2k_test:alpaca:None:None:train:1.0|NousResearch/Llama-3.2-1B',
    'af0426751fb8815e1ec2ae4edc722299',
  ],
  [
    {
      sequence_len: 2048,
      sample_packing_bin_size: 200,
      sample_packing_group_size: 100000,
      datasets: [
        {
          path: 'mhenrichsen/alpaca_2k_test',
          type: 'alpaca',
          message_property_mappings: { role: 'role', content: 'content' },
        },
      ],
    },
    'NousResearch/Llama-3.2-1B',
    '2048@None@None@None@1.0@False|mhenrichsen/alpaca_2k_test:alpaca:None:None:None:1.0|NousResearch/Llama-3.2-1B|{"cfg":{"sample_packing_bin_size":200,"sample_packing_group_size":100000},"datasets":[{"extra":{"message_property_mappings":{"content":"content","role":"role"}},"id":"mhenrichsen/alpaca_2k_test:alpaca:None:None:None:1.0"}]}',
    '1b42b65789e9cdf02484da6349270b94',
  ],
  [
    {
      sequence_len: 4096,
      sample_packing: true,
      eval_sample_packing: true,
      chat_template: 'chatml',
      sample_packing_bin_size: 200,
      sample_packing_group_size: 100000,
      special_tokens: { pad_token: '<|endoftext|>' },
      datasets: [
        {
          path: 'data/chat.jsonl',
          type: 'chat_template',
          chat_template: 'tokenizer_default',
          message_property_mappings: { role: 'role', content: 'content' },
        },
      ],
    },
    'Qwen/Qwen3-0.6B',
    '4096@True@True@None@1.0@False|data/chat.jsonl:chat_template:None:None:None:1.0|Qwen/Qwen3-0.6B|{"cfg":{"chat_template":"chatml","sample_packing_bin_size":200,"sample_packing_group_size":100000,"special_tokens":{"pad_token":"<|endoftext|>"}},"datasets":[{"extra":{"chat_template":"tokenizer_default","message_property_mappings":{"content":"content","role":"role"}},"id":"data/chat.jsonl:chat_template:None:None:None:1.0"}]}',
    '6a98a16d862d11b9e998aaf616193c85',
  ],
  [
    {
      sequence_len: 1,
      tokenizer_config: 'x/y',
      added_tokens_overrides: { 32001: '<M>', 32000: '<PAD>' },
      datasets: [{ path: 'a', type: { format: '{instruction}' } }],
    },
    'not looked at',
    `1@None@None@None@1.0@False|a:{'format': '{instruction}'}:None:None:None:1.0|x/y+overrides:32000=<PAD>,32001=<M>|{"cfg":{"added_tokens_overrides":{"32000":"<PAD>","32001":"<M>"}}}`,
    'bb64798457c42d9b8b14c81a45c0c1c2',
  ],
]

describe('the name of a prepared folder', () => {
  it.each(EXAMPLES)('is that of the example %#', (config, tokenizer, text, hash) => {
    expect(preparedText(config, tokenizer)).toBe(text)
    expect(preparedHash(config, tokenizer)).toBe(hash)
  })

  it('is what Axolotl names it', () => {
    expect(goldens.length).toBeGreaterThan(50)
    for (const { config, tokenizer, hash } of goldens) expect(preparedHash(config, tokenizer)).toBe(hash)
  })
})
