import { ANNOTATIONS } from '../../src/ingress/annotations';
import { TRANSLATIONS } from '../../src/migration/translations';
import { annotationTable, CONTROLLERS, tableInPage } from '../../tools/ingress-annotations';

test.each(CONTROLLERS)('the page has one row for each annotation of %s', (controller) => {
  expect(tableInPage(controller)).toBe(annotationTable(controller));
});

test('the conversion knows every annotation of the controller, and no other', () => {
  expect([...TRANSLATIONS.keys()].sort()).toEqual(ANNOTATIONS.map(({ name }) => name).sort());
});
