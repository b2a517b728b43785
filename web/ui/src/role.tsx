/** The window of one role. */

import "./style/room/index.css";
import { mount } from "./ui/mount";
import { RoomPage } from "./ui/room-page";

mount(<RoomPage />);
