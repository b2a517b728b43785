/** The page for a real board: firmware, files and console over its serial port. */

import "./style/flash/index.css";
import { FlashPage } from "./flash/ui/flash-page";
import { mount } from "./ui/mount";

mount(<FlashPage />);
