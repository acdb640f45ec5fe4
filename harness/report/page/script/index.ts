/**
 * The page's script as text. Every function of this folder is sent as it is: they may use each other and the browser, and
 * nothing else.
 */
import { coverageFunctions } from './coverage.ts';
import { domFunctions } from './dom.ts';
import { evidenceFunctions } from './evidence.ts';
import { filterBarFunctions } from './filterBar.ts';
import { findingsFunctions } from './findings.ts';
import { keyboardFunctions } from './keyboard.ts';
import { mainFunctions } from './main.ts';
import { matrixFunctions } from './matrix.ts';
import { rowsFunctions } from './rows.ts';
import { sheetFunctions } from './sheet.ts';
import { stateFunctions } from './state.ts';
import { treeFunctions } from './tree.ts';

/** What loads TypeScript as it runs (tsx) marks functions with a helper of this name. */
const KEEP_NAME = 'const __name = one => one;';

export const SCRIPT = [
  KEEP_NAME,
  ...[
    domFunctions,
    stateFunctions,
    treeFunctions,
    evidenceFunctions,
    sheetFunctions,
    rowsFunctions,
    matrixFunctions,
    findingsFunctions,
    coverageFunctions,
    filterBarFunctions,
    keyboardFunctions,
    mainFunctions,
  ]
    .flat()
    .map(String),
  'startReport();',
].join('\n');
