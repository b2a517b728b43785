import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../../base";
import { copyText } from "../../ui/clipboard";
import { Icon } from "../../ui/icons";
import { Menu } from "../../ui/menu";
import { EXAMPLES, type ExampleName } from "../examples";
import type { RunState } from "../runner";
import { fragmentOf } from "../share";
import { useBoardWords } from "./words";

interface Props {
  readonly run: RunState;
  readonly code: string;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onExample: (name: ExampleName) => void;
}

export function Toolbar({ run, code, onRun, onStop, onExample }: Props): VNode {
  const words = useBoardWords();
  const [told, setTold] = useState("");
  const share = async (): Promise<void> => {
    const fragment = await fragmentOf(code);
    if (fragment === null) return setTold(words.tooLong);
    const link = location.href.replace(/#.*$/, "") + fragment;
    setTold((await copyText(link)) ? words.shared : words.shareFailed);
  };
  return (
    <div class="board-tools">
      <button type="button" class="btn btn-primary" onClick={onRun}>
        {run === "running" ? words.reset : words.run}
      </button>
      <button type="button" class="btn btn-quiet btn-bordered" disabled={run === "stopped"} onClick={onStop}>
        {words.stop}
      </button>
      <Menu label={words.examples} button={<span>{words.examples}</span>}>
        {EXAMPLES.map((name) => (
          <button
            key={name}
            type="button"
            onClick={({ currentTarget }) => {
              currentTarget.closest("details")?.removeAttribute("open");
              onExample(name);
            }}
          >
            {words.exampleNames[name]}
          </button>
        ))}
      </Menu>
      <Menu label={words.more} button={<Icon name="more" />}>
        <button type="button" onClick={() => download(code)}>
          {words.download}
        </button>
        <button type="button" onClick={() => void share()}>
          {words.share}
        </button>
        <a href={labPath("/flash")}>{words.realBoard}</a>
      </Menu>
      <p class="board-told" role="status">
        {told}
      </p>
    </div>
  );
}

function download(code: string): void {
  const address = URL.createObjectURL(new Blob([code], { type: "text/x-python" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: "main.py" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
