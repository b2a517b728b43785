import ts from "typescript";
import { expect, test } from "vitest";

const config = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
const { fileNames, options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ".");
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();
const sources = program.getSourceFiles().filter(({ fileName }) => /(^|\/)src\/(?!i18n\/)/.test(fileName));
const dictionaries = program
  .getSourceFiles()
  .filter(({ fileName }) => /(^|\/)src\/i18n\/(\w+\.)?en\.ts$/.test(fileName));

/** Words that the model uses by interfaces of its own, since the model does not import dictionaries. */
const USED_BY_THE_MODEL: Readonly<Record<string, readonly string[]>> = {
  "i18n/readings.en.ts": ["yes", "no", "keys"],
  "i18n/sessions.en.ts": [
    "codeHello",
    "codeToMe",
    "codeRefused",
    "codeReconnects",
    "codeMeasures",
    "codeWifi",
    "codeWifiName",
  ],
};

const definitionOf = (node: ts.Node): string => `${node.getSourceFile().fileName}:${node.getStart()}`;
const definitionsOf = (symbol: ts.Symbol | undefined): string[] => (symbol?.declarations ?? []).map(definitionOf);

/** The words that a node takes from a dictionary: `words.title`, `{ title } = words`, `words[phase]`. */
function wordsIn(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node)) return definitionsOf(checker.getSymbolAtLocation(node.name));
  if (ts.isElementAccessExpression(node))
    return chosenFrom(checker.getTypeAtLocation(node.expression), checker.getTypeAtLocation(node.argumentExpression));
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const name = (node.propertyName ?? node.name).getText();
    return definitionsOf(checker.getTypeAtLocation(node.parent).getProperty(name));
  }
  return [];
}

function chosenFrom(dictionary: ts.Type, key: ts.Type): string[] {
  const keys = key.isUnion() ? key.types : [key];
  return keys.flatMap((one) => (one.isStringLiteral() ? definitionsOf(dictionary.getProperty(one.value)) : []));
}

function collect(node: ts.Node, into: Set<string>): Set<string> {
  for (const word of wordsIn(node)) into.add(word);
  node.forEachChild((child) => void collect(child, into));
  return into;
}

/** The words of a dictionary: the properties of the one object in its file. */
function entriesOf(file: ts.SourceFile): ts.ObjectLiteralElementLike[] {
  const found: ts.ObjectLiteralElementLike[] = [];
  file.forEachChild(function visit(node): void {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectLiteralExpression(node.initializer))
      found.push(...node.initializer.properties);
    else node.forEachChild(visit);
  });
  return found;
}

const used = sources.reduce((into, file) => collect(file, into), new Set<string>());

test("the page has dictionaries", () => expect(dictionaries.length).toBeGreaterThan(0));

test.each(dictionaries.map((file) => [file.fileName.replace(/.*\/src\//, ""), file] as const))(
  "every word of %s is used",
  (name, file) => {
    const entries = entriesOf(file);
    expect(entries.length).toBeGreaterThan(0);
    const unused = entries.filter((entry) => !used.has(definitionOf(entry))).map((entry) => entry.name?.getText());
    expect(unused.filter((word = "") => !USED_BY_THE_MODEL[name]?.includes(word))).toEqual([]);
  },
);
