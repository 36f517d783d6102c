import { ANNOTATIONS } from '../../src/ingress/annotations';
import { TRANSLATIONS } from '../../src/migration/translations';
import { annotationTable, tableInPage } from '../../tools/ingress-annotations';

test('the page has one row for each annotation', () => {
  expect(tableInPage()).toBe(annotationTable());
});

test('the conversion knows every annotation of the controller, and no other', () => {
  expect([...TRANSLATIONS.keys()].sort()).toEqual(ANNOTATIONS.map(({ name }) => name).sort());
});
