import { Relabeling } from '../../src/observability/relabeling';

const sourceLabels = ['a', 'b'];
const defined = (spec: object) => JSON.parse(JSON.stringify(spec));

describe('Relabeling', () => {
  test.each<[Relabeling, object]>([
    [
      Relabeling.keep({ sourceLabels, regex: 'x', separator: ',' }),
      { action: 'keep', sourceLabels, regex: 'x', separator: ',' },
    ],
    [Relabeling.drop({ sourceLabels }), { action: 'drop', sourceLabels }],
    [
      Relabeling.replace({ sourceLabels, targetLabel: 't', regex: '(.+);(.+)', replacement: '$2', separator: ';' }),
      { action: 'replace', sourceLabels, targetLabel: 't', regex: '(.+);(.+)', replacement: '$2', separator: ';' },
    ],
    [
      Relabeling.replace({ targetLabel: 'team', replacement: 'toys' }),
      { action: 'replace', targetLabel: 'team', replacement: 'toys' },
    ],
    [Relabeling.labelDrop('pod_(.+)'), { action: 'labeldrop', regex: 'pod_(.+)' }],
    [Relabeling.labelKeep('pod_(.+)'), { action: 'labelkeep', regex: 'pod_(.+)' }],
    [Relabeling.labelMap('pod_(.+)'), { action: 'labelmap', regex: 'pod_(.+)' }],
    [Relabeling.labelMap('pod_(.+)', 'k8s_$1'), { action: 'labelmap', regex: 'pod_(.+)', replacement: 'k8s_$1' }],
    [
      Relabeling.hashMod({ sourceLabels, targetLabel: 'shard', modulus: 4 }),
      { action: 'hashmod', sourceLabels, targetLabel: 'shard', modulus: 4 },
    ],
    [Relabeling.lowercase({ sourceLabels, targetLabel: 't' }), { action: 'lowercase', sourceLabels, targetLabel: 't' }],
    [Relabeling.uppercase({ sourceLabels, targetLabel: 't' }), { action: 'uppercase', sourceLabels, targetLabel: 't' }],
    [Relabeling.keepEqual({ sourceLabels, targetLabel: 't' }), { action: 'keepequal', sourceLabels, targetLabel: 't' }],
    [
      Relabeling.dropEqual({ sourceLabels, targetLabel: 't', separator: '' }),
      { action: 'dropequal', sourceLabels, targetLabel: 't', separator: '' },
    ],
    [
      Relabeling.custom({
        action: 'Replace',
        sourceLabels,
        separator: '-',
        targetLabel: 't',
        regex: 'r',
        modulus: 1,
        replacement: '',
      }),
      { action: 'Replace', sourceLabels, separator: '-', targetLabel: 't', regex: 'r', modulus: 1, replacement: '' },
    ],
  ])('renders %#', (relabeling, expected) => {
    expect(defined(relabeling._render())).toEqual(expected);
  });

  test.each<[() => unknown, string]>([
    [() => Relabeling.keep({ sourceLabels: [] }), "sourceLabels of a keep relabeling: got '[]'"],
    [() => Relabeling.drop({ sourceLabels: [''] }), "sourceLabels of a drop relabeling: got ''"],
    [() => Relabeling.replace({ targetLabel: '' }), "targetLabel of a replace relabeling: got ''"],
    [() => Relabeling.lowercase({ sourceLabels, targetLabel: '' }), "targetLabel of a lowercase relabeling: got ''"],
    [() => Relabeling.labelDrop(''), "regex of a relabeling: got ''"],
    [() => Relabeling.hashMod({ sourceLabels, targetLabel: 'shard', modulus: 0 }), 'modulus of a relabeling: got 0'],
    [() => Relabeling.custom({ action: '' }), "action of a relabeling: got ''"],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(message);
  });
});
