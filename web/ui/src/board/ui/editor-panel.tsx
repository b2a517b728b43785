import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ErrorPlace } from "../console";
import { type Editor, openEditor } from "../editor";
import { useBoardWords } from "./words";

interface Props {
  readonly code: string;
  readonly error: ErrorPlace | null;
  readonly onChange: (code: string) => void;
  readonly onRun: () => void;
}

/** The program. What is given as `code` from outside replaces the text; what is typed is told. */
export function EditorPanel({ code, error, onChange, onRun }: Props): VNode {
  const words = useBoardWords();
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const calls = useRef({ onChange, onRun });
  calls.current = { onChange, onRun };
  useEffect(() => {
    if (!place.current) return undefined;
    const opened = openEditor({
      place: place.current,
      code,
      label: words.editor,
      onChange: (text) => calls.current.onChange(text),
      onRun: () => calls.current.onRun(),
    });
    editor.current = opened;
    return () => opened.destroy();
  }, []);
  useEffect(() => {
    if (editor.current && editor.current.code() !== code) editor.current.setCode(code);
  }, [code]);
  useEffect(() => editor.current?.markError(error), [error]);
  return (
    <section class="board-editor" aria-label={words.program}>
      <div ref={place} class="editor-place" />
      <p class="form-text editor-hint">{words.runHint}</p>
    </section>
  );
}
