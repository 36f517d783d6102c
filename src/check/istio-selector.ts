import { Place, PlaceRule, placeRule } from './place';

/** Labels by which Istio selects pods: each is compared as it stands. */
export const selectorRule = (code: string, places: readonly Place[]): PlaceRule<never> =>
  placeRule<Readonly<Record<string, string>>>({
    code,
    title: 'label that no pod has',
    places,
    find(labels, path, report) {
      for (const [key, value] of Object.entries(labels)) {
        const what = `${path}['${key}']`;
        if (key === '' || key.includes('*')) {
          const fix = key === '' ? 'name the label' : 'name each label, or leave the selector out to select every pod';
          report({ what, got: key, expected: 'the key of a label, without wildcards', fix });
        }
        if (value.includes('*')) {
          const fix = 'write the whole value, or leave the label out';
          report({ what, got: value, expected: 'the value of a label, without wildcards', fix });
        }
      }
    },
  });
