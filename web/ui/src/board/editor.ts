/**
 * The editor: CodeMirror with Python. It lives in a shadow root, because there it brings its styles as constructed style
 * sheets, which the content security policy of the page does not forbid.
 */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  WidgetType,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { ErrorPlace } from "./console";

export interface Editor {
  code(): string;
  setCode(code: string): void;
  markError(place: ErrorPlace | null): void;
  focus(): void;
  destroy(): void;
}

export interface EditorParts {
  readonly place: HTMLElement;
  readonly code: string;
  readonly label: string;
  readonly onChange: (code: string) => void;
  readonly onRun: () => void;
}

export function openEditor({ place, code, label, onChange, onRun }: EditorParts): Editor {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  const run = (): boolean => {
    onRun();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: code,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
        basics(label),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    code: () => view.state.doc.toString(),
    setCode: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    markError: (error) => view.dispatch({ effects: setError.of(error) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

const basics = (label: string): Extension => [
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  indentUnit.of("    "),
  EditorState.tabSize.of(4),
  python(),
  syntaxHighlighting(colours),
  errorField,
  theme,
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    "aria-label": label,
    tabindex: "0",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
  }),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
];

const setError = StateEffect.define<ErrorPlace | null>();

/** The line of an error, and what was wrong below it. Goes when the program is changed. */
const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, { docChanged, effects, state }) => {
    const effect = effects.find((one) => one.is(setError));
    if (!effect) return docChanged ? Decoration.none : marks;
    const error: ErrorPlace | null = effect.value;
    if (!error || error.line > state.doc.lines) return Decoration.none;
    const { from, to } = state.doc.line(error.line);
    return Decoration.set([
      Decoration.line({ class: "board-error-line" }).range(from),
      Decoration.widget({ widget: new ErrorText(error.message), block: true, side: 1 }).range(to),
    ]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

class ErrorText extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }

  override eq(other: ErrorText): boolean {
    return other.text === this.text;
  }

  toDOM(): HTMLElement {
    const element = document.createElement("div");
    element.className = "board-error-text";
    element.textContent = this.text;
    return element;
  }
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-function)" },
  { tag: [tags.className, tags.definition(tags.typeName)], color: "var(--code-function)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--lab-text)", backgroundColor: "var(--lab-surface)", fontSize: "0.9375rem" },
  "&.cm-focused": { outline: "2px solid var(--lab-accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--lab-mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--lab-text)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--lab-text)" },
  ".cm-gutters": { backgroundColor: "var(--lab-surface)", color: "var(--lab-quiet)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--lab-accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--lab-accent) 28%, transparent)",
  },
  ".cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--lab-accent) 25%, transparent)" },
  ".board-error-line": { backgroundColor: "var(--lab-danger-soft)", boxShadow: "inset 3px 0 var(--lab-danger)" },
  ".board-error-text": {
    padding: "0.2rem 0.75rem",
    backgroundColor: "var(--lab-danger-soft)",
    color: "var(--lab-danger)",
    fontFamily: "var(--lab-mono)",
    fontSize: "0.875rem",
    overflowWrap: "anywhere",
  },
});
