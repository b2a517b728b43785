import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { FlashWords } from "../../i18n/flash";
import { sizeText } from "../../model/text";
import { usePage } from "../../ui/context";
import { type BoardFiles, type FilesFault, MOST_OF_ARCHIVE, readBoardFiles } from "../board-files";
import type { FlashClient, FlashState } from "../flash-client";
import { Failure, Progress } from "./parts";
import { useFlashWords } from "./words";

/** The files of one board, from the disk or from the archive of the page Boards. */
export function FilesPanel({ board, state }: { board: FlashClient; state: FlashState }): VNode {
  const words = useFlashWords();
  const { lang } = usePage();
  const [boards, setBoards] = useState<readonly BoardFiles[]>([]);
  const [fault, setFault] = useState<FilesFault | null>(null);
  const [name, setName] = useState("");
  const chosen = boards.length === 1 ? boards[0] : boards.find((one) => one.board === name);
  const choose = async (list: FileList | null): Promise<void> => {
    const found = await readFiles([...(list ?? [])]);
    setName("");
    setBoards(typeof found === "string" ? [] : found);
    setFault(typeof found === "string" ? found : null);
  };
  return (
    <section class="panel" aria-labelledby="flash-files">
      <h2 id="flash-files" class="panel-title">
        {words.files}
      </h2>
      <p class="form-text">{words.filesHint}</p>
      <label class="form-label" for="board-files">
        {words.filesFile}
      </label>
      <input
        id="board-files"
        class="form-control"
        type="file"
        multiple
        accept=".py,.pem,.mpy,.json,.zip"
        disabled={state.phase === "writing"}
        onChange={({ currentTarget }) => void choose(currentTarget.files)}
      />
      <p class="problem" role="status">
        {fault && faultText(words, fault)}
      </p>
      {boards.length > 1 && <WhichBoard boards={boards} name={name} onChoose={setName} />}
      {chosen && (
        <ul class="flash-files">
          {chosen.files.map((file) => (
            <li key={file.name}>
              <code>{file.name}</code>
              <span>{sizeText(file.bytes.length, lang)}</span>
            </li>
          ))}
        </ul>
      )}
      {state.phase === "writing" ? (
        <Progress part={state.progress} label={words.phases.writing} />
      ) : (
        <button
          type="button"
          class="btn btn-primary"
          disabled={state.phase !== "console" || !chosen}
          onClick={() => chosen && void board.write(chosen.files)}
        >
          {words.write}
        </button>
      )}
      {state.done === "written" && (
        <p class="flash-done" role="status">
          {words.written}
        </p>
      )}
      <Failure state={state} of={["writing"]} />
    </section>
  );
}

interface WhichProps {
  readonly boards: readonly BoardFiles[];
  readonly name: string;
  readonly onChoose: (name: string) => void;
}

function WhichBoard({ boards, name, onChoose }: WhichProps): VNode {
  const words = useFlashWords();
  return (
    <div class="field">
      <label class="form-label" for="which-board">
        {words.whichBoard}
      </label>
      <select
        id="which-board"
        class="form-select"
        value={name}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        <option value="">{words.chooseBoard}</option>
        {boards.map(({ board }) => (
          <option key={board} value={board}>
            {board}
          </option>
        ))}
      </select>
    </div>
  );
}

async function readFiles(files: readonly File[]): Promise<BoardFiles[] | FilesFault> {
  if (files.some(({ size }) => size > MOST_OF_ARCHIVE)) return "too-large";
  const read = files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }));
  return readBoardFiles(await Promise.all(read));
}

function faultText(words: FlashWords, fault: FilesFault): string {
  return {
    none: words.filesNone,
    "too-large": words.filesTooLarge,
    "too-many": words.filesTooMany,
    "bad-name": words.filesBadName,
    "bad-archive": words.filesBadArchive,
    "not-micropython": words.filesNotMicroPython,
  }[fault];
}
