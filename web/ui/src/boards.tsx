/** The page of the boards: accounts for devices, their files and their cards. For the teacher. */

import "./style/boards/index.css";
import { BoardsPage } from "./ui/boards-page";
import { mount } from "./ui/mount";

mount(<BoardsPage />);
