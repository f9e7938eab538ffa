/** Day of the RetireJS data that this table agrees with. */
export const LIBRARIES_AS_OF = '2026-08-22';

/** A published weakness of a library that is often copied into web roots. */
export interface LibraryWeakness {
  /** First version that does not have it. */
  readonly fixed: string;
  /** First version that has it; absent: all before. */
  readonly from?: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  readonly ids: readonly string[];
  /** In our words, where there are any. */
  readonly what?: string;
}

const weakness = (
  fixed: string,
  severity: LibraryWeakness['severity'],
  id: string,
  what: string,
  from?: string,
): LibraryWeakness => ({ fixed, severity, ids: [id], what, ...(from === undefined ? {} : { from }) });

/**
 * A small table of our own, of libraries that the detector of bundles recognizes; public identifiers lead to the rest.
 * Every range and severity is held by a test against RetireJS's repository; what it does not know of is not here.
 */
export const LIBRARY_WEAKNESSES: Readonly<Record<string, readonly LibraryWeakness[]>> = {
  jquery: [
    weakness('1.9.0-b1', 'medium', 'CVE-2012-6708', 'selectors can be taken for markup'),
    weakness('1.12.0', 'medium', 'CVE-2015-9251', 'scripts of other origins are run', '1.4.0'),
    weakness('3.0.0-beta1', 'medium', 'CVE-2015-9251', 'scripts of other origins are run', '1.12.3'),
    weakness(
      '3.4.0',
      'medium',
      'CVE-2019-11358',
      'extend() can change the prototype of all objects',
      '1.1.4',
    ),
    weakness('3.5.0', 'medium', 'CVE-2020-11022', 'markup from elsewhere can run scripts', '1.12.0'),
    weakness('3.5.0', 'medium', 'CVE-2020-11023', 'markup with <option> can run scripts', '1.0.3'),
  ],
  'jquery-ui': [
    weakness('1.12.0', 'medium', 'CVE-2016-7103', 'the text of a dialog’s button can run scripts'),
    weakness('1.13.0', 'medium', 'CVE-2021-41182', 'an option of the date picker can run scripts'),
    weakness('1.13.0', 'medium', 'CVE-2021-41184', 'an option of position() can run scripts'),
    weakness('1.13.2', 'medium', 'CVE-2022-31160', 'labels of checkboxes can run scripts'),
  ],
  'jquery-validation': [
    weakness('1.19.5', 'high', 'CVE-2022-31147', 'a crafted address takes very long to check'),
  ],
  bootstrap: [
    weakness('3.4.1', 'medium', 'CVE-2019-8331', 'tooltips and popovers can run scripts', '3.0.0'),
    weakness('4.3.1', 'medium', 'CVE-2019-8331', 'tooltips and popovers can run scripts', '4.0.0'),
    weakness('3.4.0', 'medium', 'CVE-2018-14040', 'the collapse plugin can run scripts', '2.3.0'),
    weakness('4.1.2', 'medium', 'CVE-2018-14040', 'the collapse plugin can run scripts', '4.0.0'),
  ],
  angular: [
    weakness('1.8.0', 'medium', 'CVE-2020-7676', 'markup with <option> can run scripts'),
    weakness('1.7.9', 'high', 'CVE-2019-10768', 'merge() can change the prototype of all objects'),
  ],
  moment: [
    weakness('2.19.3', 'high', 'CVE-2017-18214', 'a crafted date takes very long to read'),
    weakness('2.29.2', 'high', 'CVE-2022-24785', 'a locale’s name can lead to other files'),
    weakness('2.29.4', 'high', 'CVE-2022-31129', 'a long date takes very long to read', '2.18.0'),
  ],
  handlebars: [
    weakness('4.7.7', 'high', 'CVE-2021-23369', 'a template can run code'),
    weakness('3.0.8', 'high', 'CVE-2019-19919', 'a template can change the prototype of all objects'),
    weakness(
      '4.3.0',
      'high',
      'CVE-2019-19919',
      'a template can change the prototype of all objects',
      '4.0.0',
    ),
  ],
  dompurify: [
    weakness('2.0.17', 'medium', 'CVE-2020-26870', 'nested markup gets past the filter'),
    weakness('2.5.4', 'high', 'CVE-2024-45801', 'deeply nested markup gets past the filter'),
    weakness('3.1.3', 'high', 'CVE-2024-45801', 'deeply nested markup gets past the filter', '3.0.0'),
    weakness('3.2.4', 'medium', 'CVE-2025-26791', 'a template literal gets past the filter'),
  ],
  underscore: [weakness('1.12.1', 'high', 'CVE-2021-23358', 'template() can run code', '1.3.2')],
  'chart.js': [weakness('2.9.4', 'high', 'CVE-2020-7746', 'options can change the prototype of all objects')],
  'highlight.js': [
    weakness('9.18.2', 'medium', 'CVE-2020-26237', 'crafted text can change the prototype of objects'),
    weakness(
      '10.1.2',
      'medium',
      'CVE-2020-26237',
      'crafted text can change the prototype of objects',
      '10.0.0',
    ),
  ],
  axios: [
    weakness('0.21.1', 'medium', 'CVE-2020-28168', 'a redirect gets past the proxy'),
    weakness('0.21.2', 'high', 'CVE-2021-3749', 'crafted text takes very long to trim'),
    weakness('0.28.0', 'medium', 'CVE-2023-45857', 'a token is sent to other hosts', '0.8.1'),
    weakness('1.6.0', 'medium', 'CVE-2023-45857', 'a token is sent to other hosts', '1.0.0'),
  ],
  tinymce: [
    weakness('5.6.0', 'medium', 'CVE-2024-21911', 'a crafted address can run scripts'),
    weakness('5.10.0', 'medium', 'CVE-2024-21910', 'a crafted link or image can run scripts'),
  ],
};
