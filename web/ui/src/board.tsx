/** The board of one role: MicroPython in the page. */

import "./style/board/index.css";
import { BoardPage } from "./board/ui/board-page";
import { mount } from "./ui/mount";

mount(<BoardPage />);
