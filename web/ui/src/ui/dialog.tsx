import type { ComponentChildren, VNode } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
  /** It was closed with Escape. */
  readonly onClose: () => void;
}

/** A modal dialog of the browser: it keeps the focus, which goes back where it was. Open for as long as it is drawn. */
export function Dialog({ title, children, onClose }: Props): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const isDrawn = useRef(true);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      isDrawn.current = false;
      shown?.close();
    };
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={() => isDrawn.current && onClose()}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
