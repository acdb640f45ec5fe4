/** An explanation as text: what it is, its structures, its duties, and last what is wrong. Pure. */
import { styleText } from 'node:util';
import { DUTIES, specificationPlace } from '../duties.ts';
import type { Diagnosis, ExplainedDuty, Explanation } from './explainCeremony.ts';
import { annotatedHex } from './hex.ts';
import { renderTree, type TreeNode, visible } from './tree.ts';

export interface ExplanationStyle {
  colour?: boolean;
  /** The bytes of each structure, annotated. */
  hex?: boolean;
  /** Without the structures: header, duties and diagnosis. */
  brief?: boolean;
}

type Paint = (colour: Parameters<typeof styleText>[0], text: string) => string;

const MARK = { passed: 'ok', refused: 'NO', missing: '??', unchecked: '--' } as const;
const COLOUR = { passed: 'green', refused: 'red', missing: 'yellow', unchecked: 'dim' } as const;
/** Of labels in the header. */
const LABEL = 10;

/** Text from outside has its control characters made visible. */
export function explanationLines(explanation: Explanation, { colour = false, hex, brief }: ExplanationStyle): string[] {
  const paint: Paint = (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
  const { title, facts, tree, duties, subject } = explanation;
  const kind = 'kind' in subject ? subject.kind : undefined;
  const width = Math.max(0, ...duties.map(({ duty }) => duty.length));
  return [
    paint('bold', visible(title)),
    ...facts.map(([label, value]) => `  ${label.padEnd(LABEL)} ${visible(value)}`),
    ...(brief || tree.length === 0 ? [] : ['', 'Structures', ...renderTree(tree, 1).split('\n')]),
    ...(hex ? hexOf(tree) : []),
    ...(duties.length > 0 ? ['', 'Duties'] : []),
    ...duties.map(line => `  ${paint(COLOUR[line.outcome], MARK[line.outcome])}  ${dutyLine(line, width, kind)}`),
    '',
    ...diagnosisLines(explanation, paint),
    '',
  ];
}

function dutyLine(line: ExplainedDuty, width: number, kind: 'registration' | 'authentication' | undefined): string {
  const { duty, outcome, reason, missing, hygiene } = line;
  const name = duty.padEnd(width);
  if (outcome === 'refused') {
    return `${name}  ${visible(reason ?? '')} (${specificationPlace(duty, kind)}${hygiene ? '; stricter than most RPs' : ''})`;
  }
  if (outcome === 'missing') return `${name}  cannot be checked; needs ${missing}`;
  if (outcome === 'unchecked') return `${name}  not checked: what it looks at could not be read`;
  return `${name}  ${DUTIES[duty].title}`;
}

/** Each member that is bytes, as its structures divide it. */
function hexOf(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap(({ label, bytes, children = [] }) => [
    ...(bytes && bytes.length > 0 ? ['', visible(label), ...annotatedHex(bytes, children).split('\n')] : []),
    ...(bytes ? [] : hexOf(children)),
  ]);
}

function diagnosisLines({ diagnosis, duties, failed, accepted }: Explanation, paint: Paint): string[] {
  const [first, ...more] = diagnosis;
  if (first)
    return [
      paint('bold', 'Diagnosis'),
      ...oneDiagnosis(first, paint),
      ...more.flatMap(one => oneDiagnosis(one, paint)),
    ];
  if (duties.length === 0) return ['Nothing to judge: a structure by itself says nothing about a login.'];
  const open = duties.filter(({ outcome }) => outcome === 'missing').length;
  const rest = open > 0 ? `; ${open} could not be checked` : '';
  return [paint('green', `Nothing is wrong${accepted && !failed ? ', and the RP accepted it' : ''}${rest}.`)];
}

function oneDiagnosis({ duty, pattern, what, remedy, sure }: Diagnosis, paint: Paint): string[] {
  const names = [duty, pattern].filter(name => name !== undefined).join(', ');
  const lead = sure ? '' : 'perhaps: ';
  return [
    `  ${paint(sure ? 'red' : 'yellow', `${lead}${visible(what)}`)}${names ? ` [${names}]` : ''}`,
    ...(remedy === undefined ? [] : [`      ${paint('cyan', '→')} ${visible(remedy)}`]),
  ];
}

/** One line for each ceremony, where there are several: number, what came of it, and the first of its diagnosis. */
export function explanationTable(explanations: readonly Explanation[], { colour = false }: ExplanationStyle): string[] {
  const width = Math.max(0, ...explanations.map(({ title }) => title.length));
  return explanations.map(({ title, failed, diagnosis: [first] }) => {
    const format = failed ? 'red' : 'green';
    const mark = colour ? styleText(format, failed ? 'NO' : 'ok', { validateStream: false }) : failed ? 'NO' : 'ok';
    return `  ${mark}  ${visible(title.padEnd(width))}  ${visible(first?.what ?? '')}`.trimEnd();
  });
}
