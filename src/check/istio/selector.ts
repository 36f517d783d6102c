import { Place, PlaceRule, placeRule } from '../place';

/** A rule for label selectors of Istio, which compares labels literally. */
export const selectorRule = (code: string, places: readonly Place[]): PlaceRule<never> =>
  placeRule<Readonly<Record<string, string>>>({
    code,
    title: 'label that no pod has',
    places,
    find(labels, path, report) {
      for (const [key, value] of Object.entries(labels)) {
        const what = `${path}['${key}']`;
        if (key === '' || key.includes('*')) {
          const fix =
            key === '' ? 'set the label key' : 'list each label, or leave the selector out to select all pods';
          report({ what, got: key, expected: 'a label key without wildcards', fix });
        }
        if (value.includes('*')) {
          const fix = 'write the whole value, or leave the label out';
          report({ what, got: value, expected: 'a label value without wildcards', fix });
        }
      }
    },
  });
